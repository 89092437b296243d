using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Data;

/// <summary>A page of samples.</summary>
/// <param name="Key">What it was read for.</param>
public sealed record SamplesModel(string Key, SamplePage Page);
