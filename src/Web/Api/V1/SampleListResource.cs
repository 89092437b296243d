using System.Net.Mime;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Api.Compatible;
using PowerMeter.Web.Api.OpenApi;
using PowerMeter.Web.Api.Rows;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.V1;

/// <summary>GET /sensors/{id}/samples: the samples themselves, as pages of JSON or all of them as CSV, streamed.</summary>
internal static class SampleListResource
{
    private const string Limit = "limit";
    private const string Cursor = "cursor";
    private const int DefaultLimit = 10_000;
    private const int MostSamples = 100_000;

    public static void Map(V1Routes routes) => routes
        .Get("/sensors/{id:int}/samples", GetAsync,
        [
            .. QuerySpan.Parameters("the first sample", "the last sample"),
            new QueryParameter(Limit, ParameterKind.Integer, "The most samples of the answer, 1 to 100000. Default: 10000 in JSON, all in CSV.", "1000"),
            new QueryParameter(Cursor, ParameterKind.Text, "The next_cursor of the page before, for the page that follows it; from, to and limit stay as they were. Only in JSON.", SampleCursor.After(1_772_366_400_000_000)),
            AnswerFormat.Parameter,
        ])
        .WithSummary("Read samples")
        .WithDescription("""
            The stored samples of a span, by time. An empty span has none. 410 when all of it lies before what the site keeps (its retention): then energy is all that stays.
            In JSON they come in pages: while next_cursor is not null, the same call with it as cursor gives the next one. A cursor holds while samples are added or deleted: none is given twice, and none that was there is passed over.
            In CSV (format=csv, or Accept: text/csv) the whole span comes at once, ten years of it too: a header time,watts,volts,battery,night_rate, then a row a sample, times in RFC 3339 in UTC, night_rate 1 off-peak and else 0. POST to the same path takes it back, up to 10000 rows a call.
            An answer that is cut off did not end as HTTP says it must: it is never whole by mistake.
            """)
        .Produces<SamplesAnswer>(StatusCodes.Status200OK)
        .WithExample("""{"samples":[{"time":"2026-03-01T12:00:00.25Z","watts":231.5,"volts":229.8,"battery":null,"night_rate":false,"id":4711}],"next_cursor":null}""")
        .Produces<string>(StatusCodes.Status200OK, AnswerFormat.CsvContentType)
        .WithExample("time,watts,volts,battery,night_rate\n2026-03-01T12:00:00.25Z,231.5,229.8,,0\n", MediaTypeNames.Text.Csv)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .WithProblem(StatusCodes.Status410Gone, "The samples before 2026-03-01 were removed by retention; their energy stays, by the minute and coarser: /api/v1/sensors/1/energy.")
        .AddEndpointFilter(new LongAnswerFilter(TurnFilter.Lists));

    private static async Task<IResult> GetAsync(int id, HttpContext http, SensorQuery sensors, SampleRowQuery samples, NpgsqlDataSource database)
    {
        var (request, cancel) = (http.Request, http.RequestAborted);
        var isCsv = AnswerFormat.IsCsv(request);
        var (from, until) = QuerySpan.Read(request).OrEverything();
        var limit = QueryText.WholeNumberOf(request, Limit, 1, MostSamples);
        if (QueryText.TextOf(request, Cursor) is { } cursor) from = AfterCursor(cursor, isCsv, from, until);
        if (await sensors.FindAsync(id, cancel) is null) return Problem.NoSensor(id);
        if (await RawHorizon.ReadAsync(database, cancel) is { } horizon && until <= horizon.ToUnixMicroseconds())
            return Problem.Of(StatusCodes.Status410Gone, $"The samples before {RawHorizon.Text(horizon)} were removed by retention; their energy stays, by the minute and coarser: /api/v1/sensors/{id}/energy.");
        if (isCsv)
        {
            var blocks = samples.StreamBlocksAsync(id, from, until, limit, cancel);
            await RowStream.SendBlocksAsync(http, new SampleCsv(AnswerFormat.CsvContentType), blocks, AnswerFormat.SetCsvHeaders(id, "samples"));
        }
        else
        {
            var page = new SamplePageJson(limit ?? DefaultLimit);
            var blocks = page.TakeAsync(samples.StreamBlocksAsync(id, from, until, page.Needed, cancel), cancel);
            await RowStream.SendBlocksAsync(http, page, blocks, AnswerFormat.SetHeaders);
        }

        return TypedResults.Empty;
    }

    private static long AfterCursor(string cursor, bool isCsv, long from, long until)
    {
        if (isCsv) throw new ParameterException($"{Cursor} is '{cursor}'; allowed: none in CSV, which is not cut into pages.");
        return SampleCursor.Parse(cursor) is { } last && last >= from && last < until
            ? last + 1
            : throw ParameterException.NotAllowed(Cursor, cursor, "the next_cursor of an answer for the same span");
    }
}
