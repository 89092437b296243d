using NodaTime;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Api.OpenApi;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.V1;

/// <summary>GET /summary: a sensor in one call, as the first page shows it.</summary>
internal static class SummaryResource
{
    private const string Sensor = "sensor";

    public static void Map(V1Routes routes) => routes
        .Get("/summary", GetAsync, new QueryParameter(
            Sensor, ParameterKind.Integer, "The sensor's id. Default: the only sensor; with several it must be said.", "1"))
        .WithSummary("Now, today, this month")
        .WithDescription("""
            The newest power and whether it is stale, today so far, yesterday until this time of day, this month so far and what it will come to, its standing charge, the tariff now and when it changes. Days and months are those of the site's calendar.
            The forecast counts what was measured this month; for gaps and the days to come, each day of the week goes on with its mean power of the last four weeks, at the price of the contract of that day. Its values are null while less than a day is covered.
            The answer bears an ETag: If-None-Match answers 304 when nothing changed.
            """)
        .Produces<SummaryAnswer>(StatusCodes.Status200OK).WithExample("""
            {"sensor_id":1,"sensor":"Kitchen","currency":"EUR","time_zone":"Europe/Paris",
            "now":{"watts":231.5,"time":"2026-03-02T11:00:00Z","stale":false,"state":"running"},
            "today":{"start":"2026-03-01T23:00:00Z","end":"2026-03-02T11:00:01Z","day_kwh":1.5,"night_kwh":1,"kwh":2.5,"cost":0.4,"mean_watts":208.3,"min_watts":40,"max_watts":2100,"coverage":0.9998},
            "yesterday_until_now":{"start":"2026-02-28T23:00:00Z","end":"2026-03-01T11:00:01Z","day_kwh":1.2,"night_kwh":0.8,"kwh":2,"cost":0.32,"mean_watts":166.7,"min_watts":40,"max_watts":1900,"coverage":1},
            "change_from_yesterday":0.25,
            "month":{"start":"2026-02-28T23:00:00Z","end":"2026-03-02T11:00:01Z","day_kwh":4.5,"night_kwh":3,"kwh":7.5,"cost":1.2,"mean_watts":208.3,"min_watts":40,"max_watts":2100,"coverage":0.9999},
            "month_forecast":{"kwh":154.8,"cost":24.77},"month_standing_charge":15.47,
            "tariff":{"provider":"EDF","rate":"day","price_per_kwh":0.2,"next_change":"2026-03-02T21:30:00Z","next_rate":"night","next_price_per_kwh":0.1}}
            """)
        .Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> GetAsync(
        HttpContext http, SensorQuery sensors, SampleRowQuery samples, ConsumptionQuery consumption, SiteCache sites, TimeProvider time, CancellationToken cancel)
    {
        var asked = QueryText.WholeNumberOf(http.Request, Sensor, 1, int.MaxValue);
        var all = await sensors.ListAsync(cancel);
        if (asked is null && all.Count > 1)
            throw new ParameterException($"{Sensor} is missing, and there are {all.Count}; allowed: the id of one of {string.Join(", ", all.Select(sensor => sensor.Id))}.");
        if (asked is { } id && all.All(sensor => sensor.Id != id)) return Problem.NoSensor(id);
        if (all.Count == 0) return Problem.Of(StatusCodes.Status404NotFound, "There is no sensor yet.");
        var chosen = asked is null ? all[0] : all.First(sensor => sensor.Id == asked);

        var used = await consumption.ReadAsync(chosen.Id, cancel);
        var newest = await samples.NewestAsync(chosen.Id, cancel);
        var (site, now) = (sites.Current, time.GetCurrentInstant());
        var month = now.InZone(site.Calendar.Zone).Date.ToYearMonth();
        return new TaggedJson<SummaryAnswer>(
            new SummaryAnswer(
                chosen.Id, chosen.Name, site.Currency, site.Calendar.Zone.Id, NowOf(chosen, newest, now),
                EnergyBucket.Of(used.Today), EnergyBucket.Of(used.YesterdayUntilNow), used.ChangeFromYesterday,
                EnergyBucket.Of(used.Month), ForecastAnswer.Of(used.Forecast), StandingCharge.OfMonth(site.Calendar, month),
                PriceAnswer.Of(TariffNow.Of(site.Calendar, now))),
            SummaryJson.Plain.SummaryAnswer);
    }

    private static NowAnswer NowOf(SensorView sensor, SampleRow? sample, Instant now)
    {
        if (sample is not { } newest) return new NowAnswer(null, null, true, sensor.State);
        var age = now - UnixMicroseconds.ToInstant(newest.Time);
        var isStale = SensorFreshness.IsOut(sensor.State) || age > Duration.FromTimeSpan(SensorFreshness.Limit(sensor.PeriodSeconds));
        return new NowAnswer(newest.Watts, MomentText.Of(newest.Time), isStale, sensor.State);
    }
}
