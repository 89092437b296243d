using System.Globalization;

namespace PowerMeter.Shared.Database;

/// <summary>What a look at the schema has found.</summary>
/// <param name="Version">Of the last migration; 0 when there is no schema, null when this login may not see it, which the first migrations bring.</param>
/// <param name="Epoch">Which life of the database it is; null when it does not say.</param>
public sealed record SchemaFinding(int? Version, Guid? Epoch)
{
    private const string Migrate = "run the migrations as powermeter_owner (PowerMeter.Web --migrate; where the package is installed: /usr/lib/powermeter/run owner --migrate)";

    /// <param name="known">The version that the program knows.</param>
    /// <returns>What was found, what the program knows and what to do; null when they fit.</returns>
    public string? Misfit(int known) => Version switch
    {
        null => Text($"The database's schema is not finished, this program needs {known}: {Migrate}."),
        0 => Text($"The database has no schema, this program needs {known}: {Migrate}."),
        var found when found < known => Text($"The database has schema {found}, this program needs {known}: {Migrate}."),
        var found when found > known => Text($"The database has schema {found}, this program knows {known} at most: install the newer program (the package powermeter) on this machine too."),
        _ => null,
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
