namespace PowerMeter.Web.Api.OpenApi;

/// <summary>The resources of /api/v1, as the document groups its calls.</summary>
internal static class Resources
{
    public static IReadOnlyDictionary<string, string> Descriptions { get; } = new Dictionary<string, string>
    {
        ["sensors"] = "What is measured, how it is, and what can be asked of it.",
        ["samples"] = "What was measured: power at a moment, in watts.",
        ["corrections"] = "What was corrected and deleted, and how it is undone.",
        ["energy"] = "Energy, cost and power of spans of time, by calendar buckets in the site's time zone.",
        ["power"] = "Power over time, thinned out for drawing.",
        ["summary"] = "The figures of the dashboard in one call.",
        ["live"] = "New samples and states as they come, as server-sent events.",
        ["contracts"] = "What a kilowatt-hour costs, and from when on.",
        ["providers"] = "Who sells the energy.",
        ["settings"] = "How this base station is set.",
        ["health"] = "Whether the base station works, and what does not.",
        ["backup"] = "Everything in one file.",
        ["w3bstream"] = "The signed readings that are sent to W3bstream.",
    };
}
