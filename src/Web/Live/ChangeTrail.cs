using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Live;

/// <summary>What was written and deleted since a position, from <c>measure_changes</c>: exact, whoever wrote it and when.</summary>
public sealed class ChangeTrail(NpgsqlDataSource database)
{
    /// <summary>How far back the trail reaches; it is kept a little longer.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromHours(1);

    /// <summary>More changes than this at once are not told one by one.</summary>
    public const int MostChanges = 20_000;

    // Transactions that are not yet, of a database that was restored elsewhere, would else be new for ever.
    // The function gives the snapshot of the very statement that it stands in: the new position and the changes fit exactly.
    private const string Sql = """
        select here.snapshot::text, extract(epoch from now())::bigint, pg_snapshot_xmax(here.snapshot) >= pg_snapshot_xmax($1::text::pg_snapshot),
               change.sensor_id, change.from_time, change.to_time, change.deleted
        from (select pg_current_snapshot() as snapshot) as here
        left join lateral (
          select sensor_id, from_time, to_time, deleted from measure_changes
          where xid >= pg_snapshot_xmin($1::text::pg_snapshot) and xid < pg_snapshot_xmax(here.snapshot)
            and not pg_visible_in_snapshot(xid, $1::text::pg_snapshot)
            and ($2::integer is null or sensor_id = $2)
          limit $3
        ) as change on true
        """;

    /// <param name="since">Null: only where the trail is now.</param>
    /// <param name="sensorId">Null: of all sensors.</param>
    public async Task<ChangeTrailRead> ReadAsync(FeedPosition? since, int? sensorId, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = since?.Snapshot });
        command.Parameters.Add(new NpgsqlParameter<int?> { TypedValue = sensorId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MostChanges + 1 });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var changes = new List<MeasureChange>();
        FeedPosition? position = null;
        var follows = false;
        while (await reader.ReadAsync(cancel))
        {
            position ??= FeedPosition.Of(reader.GetInt64(1), reader.GetString(0));
            // A position of another database, or of this one before it was restored, lies ahead.
            follows = since is not null && reader.GetBoolean(2) && IsInReach(since, position);
            if (!reader.IsDBNull(3))
                changes.Add(new MeasureChange(reader.GetInt32(3), MeasureSpans.ReadTime(reader, 4), MeasureSpans.ReadTime(reader, 5), reader.GetBoolean(6)));
        }

        var isWhole = follows && changes.Count <= MostChanges;
        return new ChangeTrailRead(position!, isWhole, isWhole ? MeasureChange.Join(changes) : []);
    }

    private static bool IsInReach(FeedPosition since, FeedPosition now) => Math.Abs(now.Second - since.Second) <= (long)Reach.TotalSeconds;
}
