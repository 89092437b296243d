using NodaTime;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Data;

/// <summary>A page of samples.</summary>
/// <param name="Key">What it was read for.</param>
/// <param name="Horizon">The samples before it were removed by retention; null when none were, or when the page has nothing to do with it.</param>
public sealed record SamplesModel(string Key, SamplePage Page, Instant? Horizon = null);
