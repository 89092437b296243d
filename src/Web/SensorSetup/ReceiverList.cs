using Npgsql;

namespace PowerMeter.Web.SensorSetup;

/// <summary>The Receivers that there are, by their names.</summary>
public sealed class ReceiverList(NpgsqlDataSource database)
{
    // One that was not heard for a month is gone; one whose sensors are there is not.
    private const string Names = """
        select name from receivers where seen_at > now() - interval '30 days'
        union select receiver from sensors where receiver is not null
        union select ''
        order by 1
        """;

    /// <returns>The first is empty: the Receiver without a name.</returns>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Names);
        await using var row = await command.ExecuteReaderAsync(cancel);
        var names = new List<string>();
        while (await row.ReadAsync(cancel)) names.Add(row.GetString(0));
        return names;
    }
}
