namespace PowerMeter.Web.Backup.Secrets;

/// <summary>A protected value among a sensor's settings.</summary>
/// <param name="Value">As it is stored: encrypted by the key ring.</param>
internal sealed record SensorSecret(int SensorId, string Key, string Value);
