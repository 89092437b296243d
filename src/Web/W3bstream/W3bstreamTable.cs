using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using PowerMeter.Shared.Secrets;

namespace PowerMeter.Web.W3bstream;

/// <summary>Writes what the user sets, and sends refused readings again. A trigger tells the Processor of both.</summary>
public sealed class W3bstreamTable(NpgsqlDataSource database, SecretBox secrets)
{
    // One statement: a sensor that is removed or retired at this moment makes it change nothing.
    private const string Update = """
        update w3bstream_settings set
          publish_url = coalesce($1, publish_url), token = coalesce($2, token), profile = coalesce($3, profile),
          signature_encoding = coalesce($4, signature_encoding), public_key_form = coalesce($5, public_key_form),
          timestamp_unit = coalesce($6, timestamp_unit), window_s = coalesce($7, window_s), sensors = coalesce($8, sensors),
          skip_zero = coalesce($9, skip_zero), max_age_s = coalesce($10, max_age_s), project_id = coalesce($11, project_id),
          project_version = coalesce($12, project_version), signed_keys = coalesce($13, signed_keys), reward_steps = coalesce($14, reward_steps)
        where not exists (select from unnest($8) as chosen where chosen not in (select id from sensors where retired_at is null))
        """;

    private const string RetryAll = "update w3bstream_outbox set state = 'waiting', attempts = 0 where state = 'failed'";

    private const string RetryLast = """
        update w3bstream_outbox set state = 'waiting', attempts = 0
        where id in (select id from w3bstream_outbox where state = 'failed' order by window_end desc, id desc limit $1) and state = 'failed'
        """;

    /// <exception cref="W3bstreamFaultException">A setting is wrong; nothing was changed.</exception>
    /// <exception cref="Shared.Hosting.SettingException">There is no key that the token could be protected with.</exception>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task ChangeAsync(W3bstreamChange change, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await ChangeAsync(connection, change, cancel);
    }

    /// <summary>The same within somebody's transaction.</summary>
    /// <inheritdoc cref="ChangeAsync(W3bstreamChange, CancellationToken)"/>
    public async Task ChangeAsync(NpgsqlConnection connection, W3bstreamChange change, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (W3bstreamRules.Check(change) is { Count: > 0 } faults) throw new W3bstreamFaultException(faults);
        if (!change.Fields().Any()) return;
        await using var command = new NpgsqlCommand(Update, connection);
        var token = change.Token is { Length: > 0 } given ? secrets.Protect(given) : change.Token;
        Add(command, NpgsqlDbType.Text, change.PublishUrl, token, change.Profile, change.SignatureEncoding, change.PublicKeyForm, change.TimestampUnit);
        Add(command, NpgsqlDbType.Integer, change.WindowSeconds);
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.Integer, (object?)change.Sensors?.Order().ToArray());
        Add(command, NpgsqlDbType.Boolean, change.SkipZero);
        Add(command, NpgsqlDbType.Integer, change.MaxAgeSeconds);
        Add(command, NpgsqlDbType.Text, change.ProjectId, change.ProjectVersion);
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.Text, (object?)change.SignedKeys?.ToArray());
        Add(command, NpgsqlDbType.Jsonb, StepsOf(change));
        if (await command.ExecuteNonQueryAsync(cancel) == 0)
            throw new W3bstreamFaultException([W3bstreamFields.Fault(W3bstreamFields.Sensors, W3bstreamRules.ListOf(change.Sensors ?? []))]);
    }

    /// <summary>Lets refused readings wait again, as if they had never been sent.</summary>
    /// <param name="last">Only so many, the newest; null: all.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task<int> RetryAsync(int? last, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(last is null ? RetryAll : RetryLast);
        if (last is { } most) command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        return await command.ExecuteNonQueryAsync(cancel);
    }

    private static string? StepsOf(W3bstreamChange change) => change.RewardSteps is null ? null : JsonSerializer.Serialize(
        change.RewardSteps.Select(step => new Dictionary<string, double> { ["below_w"] = step.BelowWatts, ["tokens_per_hour"] = step.TokensPerHour }));

    private static void Add(NpgsqlCommand command, NpgsqlDbType type, params object?[] values)
    {
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
    }
}
