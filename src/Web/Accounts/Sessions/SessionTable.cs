using System.Net;
using System.Security.Claims;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Accounts.Sessions;

/// <summary>Who is signed in where. A session that is taken out of the table ends at once, in every Web process.</summary>
public sealed class SessionTable(NpgsqlDataSource database, [FromKeyedServices(WebDatabase.Housekeeping)] NpgsqlDataSource housekeeping, ReadOnlyMode readOnly)
{
    private const int LongestUserAgent = 300;

    /// <summary>Of one user; the ones that were not seen for longest end first.</summary>
    private const int MostSessions = 50;

    /// <summary>Since it was last seen.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private const string Forget = """
        delete from sessions where expires_at <= now()
          or id in (select id from sessions where user_id = $1 order by last_seen_at desc, id desc offset $2)
        """;

    private const string Insert = """
        insert into sessions (user_id, key_hash, stamp, expires_at, address, user_agent) values ($1, $2, $3, now() + $4, $5, $6)
        """;

    private const string List = """
        select id, address, user_agent, created_at, last_seen_at, key_hash = $2 from sessions
        where user_id = $1 and expires_at > now() order by key_hash = $2 desc, last_seen_at desc, id desc
        """;

    /// <summary>Signing in and out goes on when the site is read-only.</summary>
    /// <returns>Who it is, for the cookie.</returns>
    public async Task<ClaimsPrincipal> BeginAsync(User user, IPAddress? address, string userAgent, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(userAgent);
        var key = SessionKey.Create();
        var shown = string.Concat(userAgent.Where(letter => !char.IsControl(letter)).Take(LongestUserAgent));
        await using var batch = housekeeping.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Forget) { Parameters = { new() { Value = user.Id }, new() { Value = MostSessions - 1 } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Insert)
        {
            Parameters =
            {
                new() { Value = user.Id }, new() { Value = SessionKey.HashOf(key) }, new() { Value = Session.StampOf(user) }, new() { Value = Lifetime },
                new() { Value = (object?)address?.ToString() ?? DBNull.Value }, new() { Value = shown },
            },
        });
        await batch.ExecuteNonQueryAsync(cancel);
        return Session.Of(user, key);
    }

    /// <param name="who">Whose own session is marked.</param>
    public async Task<IReadOnlyList<SignedInBrowser>> ListAsync(ClaimsPrincipal who, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(List);
        command.Parameters.Add(new() { Value = who.UserId() ?? 0 });
        command.Parameters.Add(new() { Value = KeyHashOf(who) });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var list = new List<SignedInBrowser>();
        while (await reader.ReadAsync(cancel))
            list.Add(new SignedInBrowser(
                reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetString(2),
                reader.GetFieldValue<DateTimeOffset>(3), reader.GetFieldValue<DateTimeOffset>(4), reader.GetBoolean(5)));
        return list;
    }

    /// <summary>Signs one of the user's browsers out; one that is out already stays so.</summary>
    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    public Task EndAsync(ClaimsPrincipal who, int sessionId, CancellationToken cancel)
    {
        readOnly.Check();
        return ExecuteAsync(database, "delete from sessions where user_id = $1 and id = $2", cancel, who.UserId() ?? 0, sessionId);
    }

    /// <summary>Signs all of the user's browsers out but this one.</summary>
    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    public Task EndOthersAsync(ClaimsPrincipal who, CancellationToken cancel)
    {
        readOnly.Check();
        return ExecuteAsync(database, "delete from sessions where user_id = $1 and key_hash <> $2", cancel, who.UserId() ?? 0, KeyHashOf(who));
    }

    /// <summary>Signs this browser out.</summary>
    public Task EndThisAsync(ClaimsPrincipal who, CancellationToken cancel) =>
        ExecuteAsync(housekeeping, "delete from sessions where key_hash = $1", cancel, KeyHashOf(who));

    /// <returns>Where this session signed in from.</returns>
    public async Task<IPAddress?> AddressAsync(ClaimsPrincipal who, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select address from sessions where key_hash = $1");
        command.Parameters.Add(new() { Value = KeyHashOf(who) });
        return IPAddress.TryParse(await command.ExecuteScalarAsync(cancel) as string, out var address) ? address : null;
    }

    internal static byte[] KeyHashOf(ClaimsPrincipal who) => SessionKey.HashOf(who.SessionKey() ?? "");

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql, CancellationToken cancel, params object[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
