using System.Globalization;
using Npgsql;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Queries;

/// <summary>A sensor as a command line names it.</summary>
/// <param name="MaxGapSeconds">A longer gap between two samples carries no energy.</param>
public sealed record NamedSensor(int Id, string Name, double MaxGapSeconds)
{
    private const string Sql = "select id, name, max_gap_s from sensors where id = $1 or name = $2 order by id = $1 desc limit 1";

    /// <param name="nameOrId">A sensor's id, or else its name.</param>
    /// <returns>Null when there is none.</returns>
    public static async Task<NamedSensor?> FindAsync(NpgsqlDataSource database, string nameOrId, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = int.TryParse(nameOrId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : -1 });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = nameOrId });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? new NamedSensor(reader.GetInt32(0), reader.GetString(1), reader.GetDouble(2)) : null;
    }

    public static Sentence NoSuch(string nameOrId) => new Sentence("Import_NoSuchSensor", nameOrId, LauncherCommand.Name);
}
