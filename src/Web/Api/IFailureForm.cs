namespace PowerMeter.Web.Api;

/// <summary>How an API gives its errors, and what of what a call throws is its own.</summary>
internal interface IFailureForm
{
    static abstract IResult Error(int status, string message);

    /// <summary>The answer of a sensor that is gone since the call began.</summary>
    static abstract IResult NoSensor(HttpContext call);

    /// <returns>Null for what is no fault of this API's own calls.</returns>
    static abstract IResult? OwnAnswerTo(Exception e, HttpContext call);
}
