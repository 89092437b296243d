namespace PowerMeter.Web.Components.Settings.Sensors;

/// <summary>What the page of all sensors shows first.</summary>
internal sealed record SensorsFirstPicture(IReadOnlyList<ListedSensor> Sensors);
