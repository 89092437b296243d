using System.Text.Json;
using Npgsql;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Rewards;

namespace PowerMeter.Shared.W3bstream;

/// <summary>Loads the <see cref="W3bstreamSettings"/>. Load them again when the channel <c>configuration</c> says <see cref="Table"/>.</summary>
public sealed class W3bstreamSettingsReader(NpgsqlDataSource database)
{
    public const string Table = "w3bstream_settings";

    private const string Sql = """
        select publish_url, token, profile, signature_encoding, public_key_form, timestamp_unit, window_s, sensors, skip_zero, max_age_s,
               project_id, project_version, signed_keys, reward_steps::text
        from w3bstream_settings
        """;

    /// <exception cref="SettingException">The table of rewards is wrong.</exception>
    public async Task<W3bstreamSettings> ReadAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return new W3bstreamSettings
        {
            PublishUrl = reader.GetString(0),
            ProtectedToken = reader.GetString(1),
            Profile = reader.GetString(2) == W3bstreamNames.Task ? W3bstreamProfile.Task : W3bstreamProfile.Devnet,
            SignatureEncoding = reader.GetString(3) == "der" ? SignatureEncoding.Der : SignatureEncoding.Raw,
            PublicKeyForm = reader.GetString(4) == "address" ? PublicKeyForm.Address : PublicKeyForm.Key,
            TimestampInMilliseconds = reader.GetString(5) == "ms",
            WindowSeconds = reader.GetInt32(6),
            Sensors = [.. reader.GetFieldValue<int[]>(7).Distinct().Order()],
            SkipZero = reader.GetBoolean(8),
            MaxAge = TimeSpan.FromSeconds(reader.GetInt32(9)),
            ProjectId = reader.GetString(10),
            ProjectVersion = reader.GetString(11),
            SignedKeys = reader.GetFieldValue<string[]>(12),
            Rewards = ParseRewards(reader.GetString(13)),
        };
    }

    private static RewardTable ParseRewards(string json)
    {
        try
        {
            using var steps = JsonDocument.Parse(json);
            return new RewardTable([.. steps.RootElement.EnumerateArray()
                .Select(step => new RewardStep(step.GetProperty("below_w").GetDouble(), step.GetProperty("tokens_per_hour").GetDouble()))]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw SettingException.Of(new Sentence("Value_NotAllowed", "reward_steps", json, RewardTable.Allowed));
        }
    }
}
