namespace PowerMeter.Web.SensorSetup;

/// <summary>A sensor as it is stored, for the page that changes it.</summary>
/// <param name="Draft">Without its secrets.</param>
/// <param name="SecretsSet">The names of the secrets that it has.</param>
/// <param name="Samples">About how many it has, by the time that they cover; 0 without any.</param>
public sealed record StoredSensor(int Id, SensorDraft Draft, bool IsEnabled, IReadOnlySet<string> SecretsSet, long Samples)
{
    /// <summary>Since when it is put away; null for one that is not.</summary>
    public DateTimeOffset? RetiredAt { get; init; }
}
