namespace PowerMeter.Web.Api.V1.Tariffs;

/// <summary>What the OpenAPI document shows of contracts and settings.</summary>
internal static class TariffExamples
{
    public const string Done = """
        {"id":1,"state":"done","requested_by":"resident","requested_at":"2026-03-01T12:00:00.125Z","started_at":"2026-03-01T12:00:00.25Z",
         "finished_at":"2026-03-01T12:00:09Z","samples_total":12000,"samples_done":12000,"progress":1,"error":null}
        """;

    public const string Running = """
        {"id":2,"state":"running","requested_by":"resident","requested_at":"2026-03-01T12:00:00.125Z","started_at":"2026-03-01T12:00:00.25Z",
         "finished_at":null,"samples_total":12000,"samples_done":3000,"progress":0.25,"error":null}
        """;

    public const string NewContracts = """
        {"contracts":[{"provider":{"name":"EDF","threshold_w":6000},"valid_from":"2026-02-01","day_price_per_kwh":0.1734,"night_price_per_kwh":0.1367,
         "standing_charge_per_month":13.12,"prices_include_vat":false,"vat_percent":20,"off_peak":"22:30-06:30"}]}
        """;

    /// <summary>The ETag of a list of contracts.</summary>
    public const string Tag = "\"5f3a9c1e7b2d4860a1c3e5f7\"";

    /// <param name="change">How far a change is.</param>
    public static string Contracts(string change) => $$"""
        {"currency":"EUR","in_force":1,"contracts":[{"id":1,"provider":{"id":1,"name":"EDF","threshold_w":6000},"valid_from":"2026-02-01",
         "day_price_per_kwh":0.1734,"night_price_per_kwh":0.1367,"standing_charge_per_month":13.12,"prices_include_vat":false,"vat_percent":20,
         "off_peak":"22:30-06:30"}],"change":{{change}}}
        """;

    /// <param name="change">How far a change is.</param>
    public static string Settings(string change) => $$"""{"time_zone":"Europe/Paris","currency":"EUR","site_name":"Workshop","change":{{change}}}""";
}
