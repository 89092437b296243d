using System.Globalization;
using System.Text.RegularExpressions;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Commands;

/// <summary>What a sensor is to be, as the options after <c>--add-sensor</c> and <c>--change-sensor</c> say; null or empty for what they leave alone.</summary>
public sealed partial record SensorArguments
{
    /// <summary>1 to 64 characters.</summary>
    public string? Name { get; private set; }

    /// <summary>1 ms to a day.</summary>
    public TimeSpan? Period { get; private set; }

    /// <summary>0.1 to 10.</summary>
    public double? Calibration { get; private set; }

    public bool? Enabled { get; private set; }

    /// <summary>The name of the Receiver that reads it; empty for the one without a name.</summary>
    public string? Receiver { get; private set; }

    /// <summary>By their keys in lower case; an empty value removes the setting.</summary>
    public IReadOnlyDictionary<string, string> Settings => _settings;

    /// <summary>The keys whose values come from standard input, in this order.</summary>
    public IReadOnlyList<string> Secrets => _secrets;

    public bool IsEmpty => Name is null && Period is null && Calibration is null && Enabled is null && Receiver is null && _settings.Count == 0 && _secrets.Count == 0;

    private readonly SortedDictionary<string, string> _settings = new(StringComparer.Ordinal);
    private readonly List<string> _secrets = [];

    /// <exception cref="SettingException">An option is not known, is given twice or has a wrong value.</exception>
    public static SensorArguments Parse(string command, IReadOnlyList<string> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var arguments = new SensorArguments();
        for (var i = 0; i < options.Count; i++)
        {
            if (options[i] is "--enable" or "--disable")
            {
                if (arguments.Enabled is not null) throw Twice(options[i]);
                arguments.Enabled = options[i] == "--enable";
                continue;
            }

            arguments.Take(command, options[i], i + 1 < options.Count ? options[++i] : null);
        }

        return arguments;
    }

    public override string ToString() => $"{nameof(SensorArguments)} of {Name}";

    private void Take(string command, string option, string? value)
    {
        switch (option)
        {
            case "--name":
                if (Name is not null) throw Twice(option);
                Name = value?.Trim() is { Length: >= 1 and <= SensorKind.MaxNameLength } name
                    ? name
                    : throw SettingException.NotAllowed(option, value, $"1 to {SensorKind.MaxNameLength} characters");
                break;
            case "--period":
                if (Period is not null) throw Twice(option);
                Period = value is not null && SettingReader.ParseDuration(value) is { } period && period >= SensorKind.ShortestPeriod && period <= SensorKind.LongestPeriod
                    ? period
                    : throw SettingException.NotAllowed(option, value, "a duration from 1ms to 1d, such as 500ms, 5s or 1m");
                break;
            case "--calibration":
                if (Calibration is not null) throw Twice(option);
                Calibration = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) && CalibrationFactor.IsAllowed(factor)
                    ? factor
                    : throw SettingException.NotAllowed(option, value, CalibrationFactor.Allowed);
                break;
            case "--receiver":
                if (Receiver is not null) throw Twice(option);
                Receiver = value?.Trim() is { } receiver && (receiver.Length == 0 || ReceiverName.IsAllowed(receiver))
                    ? receiver
                    : throw SettingException.NotAllowed(option, value, $"{ReceiverName.Allowed}; or '' for the Receiver without a name");
                break;
            case "--set":
                var equals = value?.IndexOf('=', StringComparison.Ordinal) ?? -1;
                if (equals < 0) throw SettingException.NotAllowed(option, value, "KEY=VALUE, such as scale=1.5");
                if (!_settings.TryAdd(Key(option, value![..equals]), value[(equals + 1)..].Trim())) throw Twice($"{option} {value[..equals]}");
                break;
            case "--secret":
                var key = Key(option, value);
                if (_secrets.Contains(key)) throw Twice($"{option} {value}");
                _secrets.Add(key);
                break;
            default:
                throw new SettingException($"{command} does not know '{option}'; allowed: {Allowed(command)}.{(option.StartsWith('-') ? "" : " A device is joined to its kind by '=', such as acs712=/dev/ttyACM0; a name or value with spaces needs quotes.")}");
        }
    }

    private static string Allowed(string command) => command switch
    {
        "--read" => "--period DURATION, --set KEY=VALUE and --secret KEY",
        "--add-sensor" => "--name NAME, --period DURATION, --calibration FACTOR, --receiver NAME, --set KEY=VALUE and --secret KEY",
        _ => "--name NAME, --period DURATION, --calibration FACTOR, --receiver NAME, --set KEY=VALUE, --secret KEY, --enable and --disable",
    };

    private static string Key(string option, string? text) => text is not null && KeyForm().IsMatch(text)
        ? text.ToLowerInvariant()
        : throw SettingException.NotAllowed(option, text, "a setting's name of letters, digits and '_', such as noise_floor_w");

    private static SettingException Twice(string option) => new($"{option} is given twice; allowed: once.");

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,63}$")]
    private static partial Regex KeyForm();
}
