namespace PowerMeter.Web.Import;

/// <summary>What the formats are called on the command line and on the page.</summary>
public static class ImportFormats
{
    public const string Allowed = "own, citizenwatt, emoncms, homeassistant";

    public static string NameOf(ImportFormat format) => format switch
    {
        ImportFormat.Own => "own",
        ImportFormat.CitizenWatt => "citizenwatt",
        ImportFormat.Emoncms => "emoncms",
        _ => "homeassistant",
    };

    /// <returns>Null for a name that is not among <see cref="Allowed"/>.</returns>
    public static ImportFormat? Named(string? name)
    {
        foreach (var format in Enum.GetValues<ImportFormat>())
            if (NameOf(format) == name) return format;
        return null;
    }
}
