namespace PowerMeter.Web.Api.Compatible;

/// <summary>Errors are JSON: see <see cref="ApiError"/>.</summary>
internal sealed class FailureFilter(ILogger<FailureFilter> logger) : CallFailures(logger)
{
    protected override IResult Error(int status, string message) => ApiError.Of(status, message);

    /// <summary>As of one that there never was.</summary>
    protected override IResult NoSensor(HttpContext call) => TypedResults.Json(new DataAnswer<bool>(false), AnswerJson.Default.DataAnswerBoolean);

    protected override IResult? OwnAnswerTo(Exception e, HttpContext call) => e switch
    {
        PathNumberException number => ApiError.Of(number.Status, number.Message),
        // A form that is cut short, too big or not a form.
        InvalidDataException or IOException when !call.Response.HasStarted => ApiError.Of(StatusCodes.Status400BadRequest, $"The form cannot be read: {e.Message}"),
        _ => null,
    };
}
