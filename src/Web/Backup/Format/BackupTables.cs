namespace PowerMeter.Web.Backup.Format;

/// <summary>
/// Which tables are backed up, and which are not and why. A test fails when the schema has a table that is in neither list;
/// one that an older schema does not have yet is passed over.
/// </summary>
internal static class BackupTables
{
    /// <summary>A sensor's settings without those that <see cref="Shared.Secrets.SecretBox"/> made.</summary>
    private const string SensorSettings = """
        (select coalesce(jsonb_object_agg(key, value), '{}'::jsonb) from jsonb_each(settings)
         where coalesce(value #>> '{}', '') not like 'protected:%')
        """;

    /// <summary>In the order in which they are written: what is referred to comes first.</summary>
    public static IReadOnlyList<BackupTable> All { get; } =
    [
        new("settings"),
        new("users"),
        new("api_tokens"),
        new("measure_types"),
        new("sensors", Blanked: new Dictionary<string, string> { ["settings"] = SensorSettings }),
        new("sensor_status"),
        new("sensor_commands"),
        new("providers"),
        new("contracts"),
        new("tariff_version"),
        new("tariff_changes"),
        new("w3bstream_settings", Blanked: new Dictionary<string, string> { ["token"] = "case when token like 'protected:%' then '' else token end" }),
        new("w3bstream_status"),
        new("w3bstream_spans"),
        new("w3bstream_outbox"),
        new("reward_quarters"),
        new("corrections"),
        new("corrected_measures"),
        new("energy_hours"),
        new("energy_quarters"),
        new("energy_minutes"),
        // What was not rolled up yet is rolled up where it is restored.
        new("pending_energy"),
        new("measures", IsByMonth: true),
        // After the samples: where it stands no month before it is taken, and the last sample before it is kept.
        new("raw_horizon"),
        new("measures_dropped"),
    ];

    /// <summary>Tables that stay behind, with the reason.</summary>
    public static IReadOnlyDictionary<string, string> LeftOut { get; } = new Dictionary<string, string>
    {
        ["schema_version"] = "The manifest says which migrations the file was made by; a restore makes the schema by them.",
        ["database_epoch"] = "A restore begins another life of the database.",
        ["data_protection_keys"] = "The key ring, where it is not in files: with the secrets, when they are asked for. A restore leaves this site's own.",
        ["receivers"] = "Which Receivers run now, and where.",
        ["process_heartbeats"] = "Which processes live now; unlogged.",
        ["process_messages"] = "What the processes of this machine complained about; they say it again where it is still so.",
        ["sensor_requests"] = "What pages asked of the devices of this machine; forgotten after an hour.",
        ["measure_changes"] = "Transaction numbers of this server, for live pages; worth nothing elsewhere.",
        ["sessions"] = "Who is signed in on which browser; people sign in again.",
        ["first_run"] = "The draft of a base station that is not set up yet, which belongs to one browser.",
        ["backup_runs"] = "Which backups lie in this machine's directory.",
    };
}
