using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PowerMeter.Tests.W3bstreamNode.Arrivals;
using PowerMeter.Tests.W3bstreamNode.Failures;
using PowerMeter.Tests.W3bstreamNode.Hosting;
using PowerMeter.Tests.W3bstreamNode.Messages;

namespace PowerMeter.Tests.W3bstreamNode.Endpoints;

/// <summary>
/// The devnet's publish address. The network itself looks at the token and at the query; the rest is the applet's affair, whose
/// failure stands in a 2xx answer.
/// </summary>
internal sealed class DevnetEndpoint(NodeOptions options, Intake intake, MessageTaker taker, FailureGate gate, RefusalLog refusals)
{
    private readonly string _channel = options.Path.TrimEnd('/').Split('/')[^1];

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost(options.Path, HandleAsync);

    private async Task HandleAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context);
        var stamp = intake.Arrive();
        await gate.PassAsync(context, isTask: false, () => TakeAsync(context, body, stamp));
    }

    private async Task<Answer> TakeAsync(HttpContext context, byte[] body, Stamp stamp)
    {
        if (!IsAuthorised(context.Request))
        {
            refusals.CountUnauthorised();
            return Error(StatusCodes.Status401Unauthorized, "InvalidAuthValue", "The bearer token is missing or not this publisher's.");
        }

        if (QueryFault(context.Request.Query) is { } fault)
        {
            refusals.Add(fault, body);
            return Error(StatusCodes.Status400BadRequest, "BadRequest", fault);
        }

        var eventId = context.Request.Query["eventID"].ToString();
        return await taker.TakeAsync(body, isTask: false, KeepAsync, why => Event(eventId, why));

        async Task<Answer> KeepAsync()
        {
            var message = DevnetMessage.Parse(body);
            var (device, judgement) = await intake.VerifyAsync(message.ToVerify, context.RequestAborted);
            if (options.ReferenceApplet && message.RefusalOfReferenceApplet() is { } refusal) throw new BadMessageException(refusal);
            var arrival = new Arrival(
                device, message.WindowEnd, message.Watts, Guid.Parse(eventId), stamp.At, IsTask: false, judgement.Noble.Encoding == "der",
                judgement.Noble.HighS, judgement.OpenSsl == true);
            intake.Keep(arrival, stamp);
            return Event(eventId);
        }
    }

    private bool IsAuthorised(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.Length == Scheme.Length) return false;
        return options.Token is null
            || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header[Scheme.Length..]), Encoding.UTF8.GetBytes(options.Token));
    }

    private static string? QueryFault(IQueryCollection query) =>
        string.IsNullOrEmpty(query["eventType"]) ? "The parameter eventType is missing."
        : query["eventID"].Count != 1 || !Guid.TryParseExact(query["eventID"], "D", out _) ? "The parameter eventID is no UUID."
        : !long.TryParse(query["timestamp"], NumberStyles.None, CultureInfo.InvariantCulture, out _) ? "The parameter timestamp is no number of milliseconds."
        : null;

    private static Answer Error(int status, string key, string message) =>
        (context, _) => Answers.ErrorAsync(context, isTask: false, status, key, message);

    private Answer Event(string eventId, string? error = null) =>
        (context, now) => Answers.EventAsync(context, _channel, eventId, now, options.HasApplet, error);
}
