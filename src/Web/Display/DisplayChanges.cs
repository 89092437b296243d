using System.Globalization;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Display;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Display;

/// <summary>Sets what the small display shows, all of it or nothing; a Processor that has a display follows at once.</summary>
public sealed partial class DisplayChanges(NpgsqlDataSource database, ReadOnlyMode readOnly, ILogger<DisplayChanges> logger)
{
    private const string Put = """
        insert into settings as old (key, value) values ($1, $2)
        on conflict (key) do update set value = excluded.value where old.value is distinct from excluded.value
        """;

    private const string Forget = "delete from settings where key = $1";

    /// <param name="by">Who asks, for the log.</param>
    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    /// <exception cref="NpgsqlException">The database does not answer, or refuses it.</exception>
    public async Task ChangeAsync(DisplayChoices choices, string by, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(choices);
        readOnly.Check();
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await SetAsync(connection, Setting.DisplayLanguage, choices.Language switch { DisplayLanguage.Fr => "fr", DisplayLanguage.En => "en", _ => null }, cancel);
        await SetAsync(connection, Setting.DisplayRotation, choices.Rotation?.ToString(CultureInfo.InvariantCulture), cancel);
        await SetAsync(connection, Setting.DisplaySensors, choices.Sensors.Count == 0 ? null : string.Join(',', choices.Sensors.Order()), cancel);
        await transaction.CommitAsync(cancel);
        Changed(logger, by);
    }

    private static async Task SetAsync(NpgsqlConnection connection, string key, string? value, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(value is null ? Forget : Put, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = key } } };
        if (value is not null) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        await command.ExecuteNonQueryAsync(cancel);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Who} changed what the small display shows.")]
    private static partial void Changed(ILogger logger, string who);
}
