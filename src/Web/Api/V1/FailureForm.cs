using System.Globalization;

namespace PowerMeter.Web.Api.V1;

/// <summary>Errors are problems: see <see cref="Problem"/>.</summary>
internal sealed class FailureFilter(ILogger<FailureFilter> logger) : CallFailures(logger)
{
    protected override IResult Error(int status, string message) => Problem.Of(status, message);

    protected override IResult NoSensor(HttpContext call) => Problem.NoSensor(int.Parse(call.GetRouteValue("id")!.ToString()!, CultureInfo.InvariantCulture));

    protected override IResult? OwnAnswerTo(Exception e, HttpContext call) => e is ParameterException ? Problem.Of(StatusCodes.Status400BadRequest, e.Message) : null;
}
