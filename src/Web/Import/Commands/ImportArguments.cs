using NodaTime;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Setup;

namespace PowerMeter.Web.Import.Commands;

/// <summary>What stands after <c>--import</c>.</summary>
/// <param name="Source">A file, <c>-</c> for standard input, or the address of a CitizenWatt database.</param>
/// <param name="Sensor">Its name or id.</param>
/// <param name="DryRun">Say what is in it, and write nothing.</param>
/// <param name="Wait">Wait until the energy is computed.</param>
internal sealed record ImportArguments(string Source, string Sensor, ImportOptions Options, bool DryRun, bool Wait)
{
    public const string Usage = """
        PowerMeter.Web --import FILE|-|postgres://USER@HOST/DATABASE --sensor N|NAME [options]
          --from FORMAT         own, citizenwatt, emoncms or homeassistant (default: found from the first lines)
          --dry-run             say what is in it and write nothing
          --value watts|kwh     what the values are (default: as the header says, else watts)
          --zone NAME           zone of times without an offset, such as Europe/Paris (default: the site's)
          --source-sensor N     the sensor to read, where the source has several (CitizenWatt)
          --statistic ID        the statistic to read, where the file has several (Home Assistant)
          --interval DURATION   what a row of mean power stands for, 1s to 366d (default 1h)
          --bridge DURATION     the longest time between two readings of a counter to spread its energy over,
                                1s to 366d (default 1d)
          --keep-tariff         keep the source's night_rate (default: the site's contracts say it)
          --replace             overwrite samples that are there with another value (default: leave them)
          --skip-rejects        load the rest when rows cannot be taken (default: load nothing)
          --no-wait             do not wait until the energy is computed
        """;

    /// <param name="arguments">After <c>--import</c>.</param>
    /// <exception cref="SettingException">They cannot be understood; the message says what can.</exception>
    public static ImportArguments Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0 || (arguments[0].StartsWith('-') && arguments[0] != "-")) throw new SettingException($"--import needs a file, '-' or a database's address after it. Allowed:\n{Usage}");
        var words = new ArgumentWords(arguments, 1);
        string? sensor = null;
        var (dryRun, wait, options) = (false, true, new ImportOptions());
        while (words.Next() is { } option)
            switch (option)
            {
                case "--sensor": sensor = words.Value("a sensor's name or id"); break;
                case "--dry-run": dryRun = true; break;
                case "--no-wait": wait = false; break;
                default: options = Take(options, option, words); break;
            }

        return new ImportArguments(arguments[0], sensor ?? throw new SettingException("--sensor is missing; allowed: a sensor's name or id."), options, dryRun, wait);
    }

    private static ImportOptions Take(ImportOptions options, string option, ArgumentWords words) => option switch
    {
        "--from" => options with { Format = words.Parsed(ImportFormats.Named, ImportFormats.Allowed) },
        "--value" => options with { Value = words.Parsed<ImportValue>(text => text switch { "watts" => ImportValue.Watts, "kwh" => ImportValue.Kwh, _ => null }, "watts or kwh") },
        "--zone" => options with { Zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(words.Value(ZoneAllowed)) ?? throw words.NotAllowed(ZoneAllowed) },
        "--source-sensor" => options with { SourceSensor = words.Parsed<int>(text => int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id) ? id : null, "a whole number") },
        "--statistic" => options with { Statistic = words.Value("a statistic's id, such as sensor.house_power") },
        "--interval" => options with { Interval = words.Parsed(ParseDuration, DurationAllowed) },
        "--bridge" => options with { Bridge = words.Parsed(ParseDuration, DurationAllowed) },
        "--keep-tariff" => options with { KeepTariff = true },
        "--replace" => options with { Replace = true },
        "--skip-rejects" => options with { SkipRejects = true },
        _ => throw new SettingException($"--import does not know '{option}'. Allowed:\n{Usage}"),
    };

    private const string ZoneAllowed = "a name of the IANA time zone database, such as Europe/Paris";
    private const string DurationAllowed = "a duration from 1s to 366d, such as 5m, 1h or 31d";

    private static Duration? ParseDuration(string text) =>
        SettingReader.ParseDuration(text) is { } span && Duration.FromTimeSpan(span) is var duration
        && duration >= ImportOptions.ShortestInterval && duration <= ImportOptions.LongestInterval ? duration : null;
}
