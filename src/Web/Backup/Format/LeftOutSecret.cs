namespace PowerMeter.Web.Backup.Format;

/// <summary>A secret that the rows of the file are without.</summary>
/// <param name="Sensor">The sensor's name; null for the token of W3bstream.</param>
/// <param name="Key">Its setting, such as <c>aes_key</c>.</param>
public sealed record LeftOutSecret(string? Sensor, string Key)
{
    public override string ToString() => Sensor is null ? $"{Key} of W3bstream" : $"{Key} of the sensor '{Sensor}'";
}
