using NodaTime;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Queries;
using PowerMeter.Web.Setup;

namespace PowerMeter.Web.Export;

/// <summary>What stands after <c>--export</c>.</summary>
/// <param name="Sensor">Its name or id.</param>
/// <param name="From">Included; null: the first sample.</param>
/// <param name="To">Excluded; null: the last sample, or now for buckets.</param>
/// <param name="Bucket">Null: the samples themselves.</param>
/// <param name="File">Null: standard output.</param>
/// <param name="Force">Overwrite what is there.</param>
internal sealed record ExportArguments(string Sensor, Instant? From, Instant? To, BucketLength? Bucket, string? File, bool Force)
{
    public const string Usage = """
        PowerMeter.Web --export --sensor N|NAME [options]
          --from TIME           the start, included (default: the first sample)
          --to TIME             the end, excluded (default: the last sample, or now for buckets)
          --bucket LENGTH       raw for the samples (default), or energy by minute, quarter, hour, day, week, month,
                                year or a duration such as PT5M
          --out FILE|-          where it goes (default: -, standard output); FILE has its name only when it is whole
          --force               overwrite FILE
        """;

    private const string Raw = "raw";

    /// <param name="arguments">After <c>--export</c>.</param>
    /// <exception cref="SettingException">They cannot be understood; the message says what can.</exception>
    public static ExportArguments Parse(IReadOnlyList<string> arguments)
    {
        var words = new ArgumentWords(arguments, 0);
        var (sensor, given) = ((string?)null, new ExportArguments("", null, null, null, null, false));
        while (words.Next() is { } option)
            if (option == "--sensor") sensor = words.Value("a sensor's name or id");
            else given = Take(given, option, words);
        if (sensor is null) throw new SettingException("--sensor is missing; allowed: a sensor's name or id.");
        if (given.From > given.To) throw new SettingException($"--from is {given.From} and --to is {given.To}; allowed: --from not after --to.");
        if (given is { Force: true, File: null }) throw new SettingException("--force belongs to --out FILE, and no file is given.");
        return given with { Sensor = sensor };
    }

    private static ExportArguments Take(ExportArguments given, string option, ArgumentWords words) => option switch
    {
        "--from" => given with { From = words.Parsed(TimeText.Parse, TimeText.Allowed.ToString()) },
        "--to" => given with { To = words.Parsed(TimeText.Parse, TimeText.Allowed.ToString()) },
        "--bucket" => given with { Bucket = BucketOf(words) },
        "--out" => given with { File = words.Value("a file, or - for standard output") is var file && file == "-" ? null : file },
        "--force" => given with { Force = true },
        _ => throw new SettingException($"--export does not know '{option}'. Allowed:\n{Usage}"),
    };

    private static BucketLength? BucketOf(ArgumentWords words)
    {
        const string Allowed = $"{Raw} for the samples, {BucketLength.Allowed}";
        var text = words.Value(Allowed);
        return text == Raw ? null : BucketLength.Parse(text) ?? throw words.NotAllowed(Allowed);
    }
}
