namespace PowerMeter.Web.Api.Compatible;

/// <summary>Errors are JSON: see <see cref="ApiError"/>.</summary>
internal sealed class FailureForm : IFailureForm
{
    public static IResult Error(int status, string message) => ApiError.Of(status, message);

    /// <summary>As of one that there never was.</summary>
    public static IResult NoSensor(HttpContext call) => TypedResults.Json(new DataAnswer<bool>(false), AnswerJson.Default.DataAnswerBoolean);

    public static IResult? OwnAnswerTo(Exception e, HttpContext call) => e switch
    {
        PathNumberException number => ApiError.Of(number.Status, number.Message),
        // A form that is cut short, too big or not a form.
        InvalidDataException or IOException when !call.Response.HasStarted => ApiError.Of(StatusCodes.Status400BadRequest, $"The form cannot be read: {e.Message}"),
        _ => null,
    };
}
