namespace PowerMeter.Web.Api.V1.Corrections;

/// <summary>What the document shows of corrections.</summary>
internal static class CorrectionExamples
{
    public const string Scale = """{"kind":"scale","from":"2026-03-01T12:00:00Z","to":"2026-03-01T13:00:00Z","factor":1.05,"reason":"The clamp reads 5 % low"}""";

    public const string One = """
        {"id":12,"kind":"delete","from":"2026-03-01T12:00:00Z","to":"2026-03-01T13:00:00Z","watts":null,"factor":null,"offset_s":null,
         "reason":"The clamp was off","samples":450,"before_wh":612.5,"after_wh":0,"before_cost":0.1225,"after_cost":0,"currency":"EUR",
         "by":"resident","at":"2026-03-02T08:15:30.25Z","undone_at":null,"undone_by":null,"restored":null}
        """;

    public const string List = $$"""{"corrections":[{{One}}],"next_before":null}""";

    public const string Preview = """
        {"samples":450,"before_wh":612.5,"after_wh":0,"before_cost":0.1225,"after_cost":0,"currency":"EUR",
         "days":[{"date":"2026-03-01","before_wh":9120,"after_wh":8507.5,"before_cost":1.824,"after_cost":1.7015}]}
        """;
}
