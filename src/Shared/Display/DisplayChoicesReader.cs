using System.Globalization;
using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Shared.Display;

/// <summary>Reads what was set of the display; db/migrations/0018_display.sql says what may stand there.</summary>
public sealed class DisplayChoicesReader(NpgsqlDataSource database)
{
    private const string Sql = "select key, value from settings where key in ($1, $2, $3)";

    public async Task<DisplayChoices> ReadAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Sql);
        foreach (var key in new[] { Setting.DisplayLanguage, Setting.DisplayRotation, Setting.DisplaySensors }) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var choices = DisplayChoices.None;
        while (await reader.ReadAsync(cancel)) choices = With(choices, reader.GetString(0), reader.GetString(1));
        return choices;
    }

    private static DisplayChoices With(DisplayChoices choices, string key, string value) => key switch
    {
        Setting.DisplayLanguage => choices with { Language = value == "fr" ? DisplayLanguage.Fr : DisplayLanguage.En },
        Setting.DisplayRotation => choices with { Rotation = int.Parse(value, CultureInfo.InvariantCulture) },
        _ => choices with { Sensors = [.. value.Split(',').Select(id => int.Parse(id, CultureInfo.InvariantCulture))] },
    };
}
