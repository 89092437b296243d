using PowerMeter.Web.Corrections;

namespace PowerMeter.Web.Components.Data;

/// <summary>What the list of corrections of a sensor shows first.</summary>
internal sealed record CorrectionsFirstPicture(int SensorId, IReadOnlyList<CorrectionEntry> Entries, bool HasMore);
