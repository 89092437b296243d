using Npgsql;
using PowerMeter.Receiver.Linux;

namespace PowerMeter.Receiver.Configuration;

/// <summary>
/// That this Receiver, and no other, is the one of its name (table <c>receivers</c>): two under one name would both read its
/// sensors. The name is free again at once when its process has ended on this machine, 45 s after a machine of this one's name
/// was last heard, and two minutes after another: so a machine that was started again or replaced needs no word of anybody's.
/// Names of machines are no proof: two may be called raspberrypi. All times are the database's. While it is away a Receiver
/// stays what it was.
/// </summary>
public sealed class NameClaim(NpgsqlDataSource database, ReceiverOptions options)
{
    private const string Read = """
        select host, pid, instance, instance = $2 and seen_at > now() - interval '25 seconds' from receivers where name = $1
        """;

    // One row, one winner. A process has one name: that of before is nobody's any more. Who lives says so every half a minute.
    internal const string Take = """
        with before as (delete from receivers where host = $2 and pid = $3 and name <> $1)
        insert into receivers as old (name, host, pid, instance, seen_at) values ($1, $2, $3, $4, now())
        on conflict (name) do update set host = excluded.host, pid = excluded.pid, instance = excluded.instance, seen_at = excluded.seen_at
        where old.instance in ($4, $5)
          or old.seen_at < now() - case when old.host = $2 and $6 then interval '45 seconds' else interval '2 minutes' end
        """;

    // Twice a minute: a power cut may cost the last word, never the disk a flush each time.
    private const string NoFlush = "set local synchronous_commit = off";

    private const int LimitSeconds = 5;

    private volatile string? _refusal;

    /// <summary>Why this Receiver may read no sensor; null while it may.</summary>
    public string? Refusal => _refusal;

    /// <summary>Takes the name, or says again that it is taken: at least once a minute.</summary>
    /// <exception cref="NpgsqlException">The database is away: it stays as it was.</exception>
    public async Task TakeAsync(CancellationToken cancel)
    {
        var name = options.Name ?? "";
        await using var connection = await database.OpenConnectionAsync(cancel);
        var holder = await ReadAsync(connection, name, cancel);
        if (holder is { IsFresh: true } || await TakeAsync(connection, name, holder, cancel))
        {
            _refusal = null;
            return;
        }

        var another = options.Name is null ? "Another Receiver without a name" : $"Another Receiver of the name '{name}'";
        _refusal = $"{another} reads the sensors already ({holder?.Host}, process {holder?.Pid}), and this one reads none: give one of them a name of its own (setting Receiver:Name).";
    }

    private static async Task<Holder?> ReadAsync(NpgsqlConnection connection, string name, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Read, connection) { CommandTimeout = LimitSeconds, Parameters = { new() { Value = name }, new() { Value = ProcessInstance.Own } } };
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? new Holder(row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetBoolean(3)) : null;
    }

    private static async Task<bool> TakeAsync(NpgsqlConnection connection, string name, Holder? holder, CancellationToken cancel)
    {
        var hasEnded = holder is not null && ProcessInstance.HasEnded(holder.Instance);
        var isUnknown = holder is not null && !ProcessInstance.IsOfHere(holder.Instance);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var noFlush = new NpgsqlCommand(NoFlush, connection) { CommandTimeout = LimitSeconds }) await noFlush.ExecuteNonQueryAsync(cancel);
        await using var command = new NpgsqlCommand(Take, connection)
        {
            CommandTimeout = LimitSeconds,
            Parameters =
            {
                new() { Value = name }, new() { Value = Environment.MachineName }, new() { Value = Environment.ProcessId },
                new() { Value = ProcessInstance.Own }, new() { Value = hasEnded ? holder!.Instance : ProcessInstance.Own }, new() { Value = isUnknown },
            },
        };
        var isTaken = await command.ExecuteNonQueryAsync(cancel) > 0;
        await transaction.CommitAsync(cancel);
        return isTaken;
    }

    private sealed record Holder(string Host, int Pid, string Instance, bool IsFresh);
}
