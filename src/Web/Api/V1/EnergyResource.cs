using System.Globalization;
using System.Net.Mime;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Api.Compatible;
using PowerMeter.Web.Api.OpenApi;
using PowerMeter.Web.Api.Rows;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.V1;

/// <summary>GET /sensors/{id}/energy: energy, cost and power of a span in buckets of the calendar or of elapsed time.</summary>
internal static class EnergyResource
{
    private const string Bucket = "bucket";

    /// <summary>The most buckets of an answer in JSON, which is held in memory.</summary>
    private const int MostBuckets = 100_000;

    public static void Map(V1Routes routes) => routes
        .Get("/sensors/{id:int}/energy", GetAsync,
        [
            .. QuerySpan.Parameters("the first sample", "now"),
            new QueryParameter(Bucket, ParameterKind.Text, $"How long the buckets are: {BucketLength.Allowed}. Default: one bucket of the whole span.", "hour"),
            AnswerFormat.Parameter,
        ])
        .WithSummary("Energy, cost and power in buckets")
        .WithDescription("""
            Kilowatt-hours by day and night tariff, cost, and mean, least and greatest power of each bucket. An empty span has no bucket; one without samples is there, with coverage 0.
            Days, weeks (from Monday), months and years are those of the site's calendar: a day has 23, 24 or 25 hours. Buckets that divide 24 hours are counted in elapsed time from each local midnight, others from the start of the span. The first and the last bucket are cut at from and to, and all of them sum to the whole.
            Each moment has its own contract's price; the standing charge is left out. A gap longer than the sensor's max_gap_seconds carries no energy and no coverage.
            JSON has at most 100000 buckets. CSV (format=csv, or Accept: text/csv) has no limit: it is computed and sent piece by piece, with the columns of the JSON; the currency stands in the name of the column of the cost.
            JSON bears an ETag: If-None-Match answers 304 when nothing changed.
            """)
        .Produces<EnergyAnswer>(StatusCodes.Status200OK).WithExample("""
            {"sensor_id":1,"currency":"EUR","time_zone":"Europe/Paris","bucket":"hour","from":"2026-03-01T12:00:00Z","to":"2026-03-01T14:00:00Z","buckets":[
            {"start":"2026-03-01T12:00:00Z","end":"2026-03-01T13:00:00Z","day_kwh":0.25,"night_kwh":0,"kwh":0.25,"cost":0.05,"mean_watts":250,"min_watts":40,"max_watts":2100,"coverage":1},
            {"start":"2026-03-01T13:00:00Z","end":"2026-03-01T14:00:00Z","day_kwh":0,"night_kwh":0,"kwh":0,"cost":0,"mean_watts":null,"min_watts":null,"max_watts":null,"coverage":0}]}
            """)
        .Produces<string>(StatusCodes.Status200OK, AnswerFormat.CsvContentType)
        .WithExample(
            "start,end,day_kwh,night_kwh,kwh,cost_eur,mean_watts,min_watts,max_watts,coverage\n2026-03-01T12:00:00Z,2026-03-01T13:00:00Z,0.25,0,0.25,0.05,250,40,2100,1\n",
            MediaTypeNames.Text.Csv)
        .Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .AddEndpointFilter(new LongAnswerFilter(TurnFilter.Bins));

    private static async Task<IResult> GetAsync(
        int id, HttpContext http, SensorQuery sensors, RecordedSpanQuery recorded, EnergyQuery energy, EnergyStream stream, SiteCache sites, TimeProvider time)
    {
        var (request, cancel) = (http.Request, http.RequestAborted);
        var isCsv = AnswerFormat.IsCsv(request);
        var bucket = QueryText.TextOf(request, Bucket);
        var length = bucket is null ? null : BucketLength.Parse(bucket) ?? throw ParameterException.NotAllowed(Bucket, bucket, BucketLength.Allowed);
        var asked = QuerySpan.Read(request);
        // The samples tell that there is the sensor; only without any it must be asked for.
        if (isCsv && await sensors.FindAsync(id, cancel) is null) return Problem.NoSensor(id);
        var (from, until) = await asked.OrRecordedAsync(id, recorded, time, cancel);
        var site = sites.Current;
        var zone = site.Calendar.Zone;
        var edges = length is not null ? length.Edges(zone, from, until) : from < until ? [from, until] : [];
        if (isCsv)
        {
            var text = new EnergyCsv(AnswerFormat.CsvContentType, site.Currency);
            await RowStream.SendAsync(http, text, stream.ReadAsync(id, edges, cancel), AnswerFormat.SetCsvHeaders(id, "energy"));
            return TypedResults.Empty;
        }

        if (length?.Count(zone, from, until) is > MostBuckets and var count) throw TooMany(bucket!, count);
        long[] all = [.. edges];
        var bins = all.Length == 0 ? [] : await energy.ReadAsync(id, all, cancel);
        if (bins.All(bin => !bin.Energy.IsCovered) && await sensors.FindAsync(id, cancel) is null) return Problem.NoSensor(id);
        var answer = new EnergyAnswer(id, site.Currency, zone.Id, bucket, MomentText.Of(from), MomentText.Of(until), bins.Select(EnergyBucket.Of));
        return new TaggedJson<EnergyAnswer>(answer, EnergyJson.Plain.EnergyAnswer);
    }

    private static ParameterException TooMany(string bucket, long count) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{Bucket} is '{bucket}', which makes {count} buckets; allowed: at most {MostBuckets} in JSON. Take a longer bucket, a shorter span, or CSV, which has no limit."));
}
