using Npgsql;
using NpgsqlTypes;
using PowerMeter.Shared.Database;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.FirstRun;

/// <summary>
/// Keeps the answers while they are given, so that they can be resumed after a restart or in another browser. Whoever
/// saves must have seen what he saves over; nobody saves once the base station is set up.
/// </summary>
public sealed class FirstRunTable(NpgsqlDataSource database, DraftDocument documents, ReadOnlyMode readOnly)
{
    private const string Load = "select draft, step, version, browser, updated_at from first_run";

    private const string Insert = """
        insert into first_run (browser, step, draft)
        select $1, $2, $3 where not exists (select from users where role = $4)
        on conflict do nothing returning version
        """;

    private const string Update = """
        update first_run set step = $2, draft = $3, version = version + 1, updated_at = now()
        where browser = $1 and version = $5 and not exists (select from users where role = $4)
        returning version
        """;

    private const string TakeOver = """
        update first_run set browser = $1, step = $2, draft = $3, version = version + 1, updated_at = now()
        where version = $5 and not exists (select from users where role = $4)
        returning version
        """;

    /// <param name="browser">Who asks: see <see cref="Visitor"/>.</param>
    /// <returns>Null when nobody has begun.</returns>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    /// <exception cref="Shared.Hosting.SettingException">A secret of it cannot be read any more.</exception>
    public async Task<StoredDraft?> LoadAsync(byte[] browser, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Load);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel)) return null;
        var isOwn = reader.GetFieldValue<byte[]>(3).AsSpan().SequenceEqual(browser);
        var draft = documents.Read(reader.GetString(0), withSecrets: isOwn);
        var step = Enum.TryParse<FirstRunStep>(reader.GetString(1), ignoreCase: true, out var known) ? known : FirstRunStep.Place;
        return new StoredDraft(draft, step, reader.GetInt64(2), isOwn, reader.GetFieldValue<DateTimeOffset>(4));
    }

    /// <param name="version">What the browser has seen; 0 when nobody has begun.</param>
    /// <returns>The new version; null when another browser, or another window of this one, was quicker, or the base station is set up.</returns>
    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public Task<long?> SaveAsync(byte[] browser, FirstRunDraft draft, FirstRunStep step, long version, CancellationToken cancel) =>
        WriteAsync(version == 0 ? Insert : Update, browser, draft, step, version, cancel);

    /// <summary>Goes on in this browser with what another one has answered; the other is told when it saves next.</summary>
    /// <inheritdoc cref="SaveAsync"/>
    public Task<long?> TakeOverAsync(byte[] browser, StoredDraft stored, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return WriteAsync(TakeOver, browser, stored.Draft, stored.Step, stored.Version, cancel);
    }

    private async Task<long?> WriteAsync(string sql, byte[] browser, FirstRunDraft draft, FirstRunStep step, long version, CancellationToken cancel)
    {
        readOnly.Check();
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = browser });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = step.ToString().ToLowerInvariant() });
        command.Parameters.Add(new NpgsqlParameter { Value = documents.Write(draft), NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = User.Admin });
        if (sql != Insert) command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
        return (long?)await command.ExecuteScalarAsync(cancel);
    }
}
