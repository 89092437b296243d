using System.Globalization;

namespace PowerMeter.Web.Api.V1;

/// <summary>Errors are problems: see <see cref="Problem"/>.</summary>
internal sealed class FailureForm : IFailureForm
{
    public static IResult Error(int status, string message) => Problem.Of(status, message);

    public static IResult NoSensor(HttpContext call) => Problem.NoSensor(int.Parse(call.GetRouteValue("id")!.ToString()!, CultureInfo.InvariantCulture));

    public static IResult? OwnAnswerTo(Exception e, HttpContext call) => e is ParameterException ? Problem.Of(StatusCodes.Status400BadRequest, e.Message) : null;
}
