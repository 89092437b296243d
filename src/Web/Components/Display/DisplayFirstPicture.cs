using PowerMeter.Shared.Display;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Display;

/// <summary>What the page of the display shows first.</summary>
public sealed record DisplayFirstPicture(DisplayChoices Choices, IReadOnlyList<SensorView> All);
