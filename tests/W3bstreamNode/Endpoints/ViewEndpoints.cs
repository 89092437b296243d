using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PowerMeter.Tests.W3bstreamNode.Arrivals;
using PowerMeter.Tests.W3bstreamNode.Failures;

namespace PowerMeter.Tests.W3bstreamNode.Endpoints;

/// <summary>What has arrived, for programs and for people.</summary>
internal sealed class ViewEndpoints(Ledger ledger, RefusalLog refusals)
{
    private const int MostReadings = 10_000;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/readings", ReadingsAsync);
        routes.MapGet("/summary", context => Answers.WriteAsync(context, StatusCodes.Status200OK, SummaryJson(refusals.Complete(ledger.Summarise()))));
        routes.MapGet("/refusals", context => Answers.WriteAsync(context, StatusCodes.Status200OK, new
        {
            refusals = refusals.Last.Select(each => new { at = each.At, why = each.Why, body = each.Body }),
        }));
        routes.Map(FailingAnswer.MovedPath, context =>
        {
            refusals.CountRedirectFollowed();
            return Answers.WriteAsync(context, StatusCodes.Status404NotFound, new { error = "Nothing is here: a message must not be sent where a redirect points." });
        });
    }

    private Task ReadingsAsync(HttpContext context)
    {
        if (!TryRead(context.Request.Query, "after", 0, long.MaxValue, 0, out var after, out var fault)
            || !TryRead(context.Request.Query, "limit", 1, MostReadings, 100, out var limit, out fault))
            return Answers.WriteAsync(context, StatusCodes.Status400BadRequest, new { error = fault });
        var (oldest, newest) = ledger.Bounds();
        return Answers.WriteAsync(context, StatusCodes.Status200OK, new { oldest, newest, readings = ledger.After(after, (int)limit).Select(ReadingJson) });
    }

    private static bool TryRead(IQueryCollection query, string name, long min, long max, long fallback, out long number, out string fault)
    {
        (number, fault) = (fallback, "");
        if (!query.TryGetValue(name, out var given)) return true;
        if (long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= min && number <= max) return true;
        fault = string.Create(CultureInfo.InvariantCulture, $"{name} is '{given}'; allowed: a whole number from {min} to {max}.");
        return false;
    }

    private static object ReadingJson(ArrivedReading reading) => new
    {
        sequence = reading.Sequence,
        address = reading.Device.Address,
        io = reading.Device.Io,
        public_key = reading.Device.Key,
        curve = reading.Device.Curve,
        window_end = reading.WindowEnd.UtcDateTime,
        watts = reading.Watts,
        event_id = reading.EventId,
        received_at = reading.ReceivedAt.UtcDateTime,
        late_ms = (long)reading.Lateness.TotalMilliseconds,
        profile = reading.IsTask ? "task" : "devnet",
        encoding = reading.IsDer ? "der" : "raw",
        high_s = reading.HighS,
        verified_by = reading.VerifiedByOpenSsl ? new[] { "@noble/curves", "openssl" } : ["@noble/curves"],
        repeat = reading.Repeat switch { Repeat.SameEvent => "event", Repeat.SameWindow => "window", _ => null },
        out_of_order = reading.OutOfOrder,
    };

    private static object SummaryJson(NodeSummary summary) => new
    {
        accepted = summary.Accepted,
        refused = summary.Refused,
        bad_signatures = summary.BadSignatures,
        failed = summary.Failed,
        unauthorised = summary.Unauthorised,
        duplicates = summary.Duplicates,
        twins = summary.Twins,
        out_of_order = summary.OutOfOrder,
        late = summary.Late,
        verified_by_openssl = summary.ByOpenSsl,
        disputed = summary.Disputed,
        redirects_followed = summary.RedirectsFollowed,
        devices = summary.Devices.Select(each => new
        {
            address = each.Device.Address,
            io = each.Device.Io,
            public_key = each.Device.Key,
            curve = each.Device.Curve,
            readings = each.Readings,
            duplicates = each.Duplicates,
            twins = each.Twins,
            out_of_order = each.OutOfOrder,
            late = each.Late,
            most_late_ms = (long)each.MostLate.TotalMilliseconds,
            newest_window = each.NewestWindow.UtcDateTime,
        }),
    };
}
