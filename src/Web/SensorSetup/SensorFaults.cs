using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;
using PowerMeter.Web.Forms;

namespace PowerMeter.Web.SensorSetup;

/// <summary>What can be wrong with a sensor's draft, as sentences of the resources: what was given and what is allowed.</summary>
internal static class SensorFaults
{
    /// <summary>Longer ones are cut where they are quoted.</summary>
    private const int LongestQuote = 60;

    private const string Fault = "Sensors_Fault_";

    /// <summary>Keys of what a rule of a kind says, for the test that looks whether all have a sentence.</summary>
    public static string KeyOf(SensorRule rule) => $"{Fault}{rule}";

    public static FieldFault UnknownKind(string given) =>
        new("kind", $"{Fault}Kind", Quote(given), string.Join(", ", SensorKind.All.Select(kind => kind.Name)));

    public static FieldFault KindStays(string stored) => new("kind", $"{Fault}KindStays", stored);

    public static FieldFault Name(string given) => new("name", $"{Fault}Name", Quote(given), SensorKind.MaxNameLength);

    public static FieldFault Receiver(string given) => new("receiver", "Sensors_BadReceiver", Quote(given));

    public static FieldFault NameTaken(string name) => new("name", $"{Fault}NameTaken", name);

    public static FieldFault NameRetired(string name) => new("name", $"{Fault}NameRetired", name);

    public static FieldFault Period(double given) =>
        new("period_s", $"{Fault}Period", given, SensorKind.ShortestPeriod.TotalSeconds, SensorKind.LongestPeriod.TotalSeconds);

    public static FieldFault Calibration(double given) =>
        new("calibration", $"{Fault}Calibration", given, CalibrationFactor.Least, CalibrationFactor.Most);

    public static FieldFault PushedCalibration() => new("calibration", $"{Fault}PushedCalibration");

    public static FieldFault Reference(double given) => new("reference_w", $"{Fault}Reference", given);

    public static FieldFault ReferenceFactor(double factor) =>
        new("reference_w", $"{Fault}ReferenceFactor", factor, CalibrationFactor.Least, CalibrationFactor.Most);

    public static FieldFault TooLittle(double ourWatts) => new("reference_w", $"{Fault}TooLittle", ourWatts, CalibrationFactor.LeastWatts);

    public static FieldFault Gone() => new("sensor", $"{Fault}Gone");

    public static FieldFault Unknown(string setting, SensorKind kind) =>
        new(FieldOf(Quote(setting)), $"{Fault}Unknown", Quote(setting), string.Join(", ", kind.Fields.Select(known => known.Name)));

    public static FieldFault Required(string setting) => new(FieldOf(setting), $"{Fault}Required");

    public static FieldFault TooLong(string setting, int most) => new(FieldOf(setting), $"{Fault}TooLong", most);

    public static FieldFault DeviceTaken(string sensor) => new(FieldOf("device"), $"{Fault}DeviceTaken", sensor);

    public static FieldFault Number(SensorField of, string given) => Within(of, given, "Number");

    public static FieldFault WholeNumber(SensorField of, string given) => Within(of, given, "WholeNumber");

    public static FieldFault Flag(SensorField of, string given) => new(FieldOf(of.Name), $"{Fault}Flag", Quote(given));

    public static FieldFault Choice(SensorField of, string given) =>
        new(FieldOf(of.Name), $"{Fault}Choice", Quote(given), string.Join(", ", of.Choices), UnitOf(of));

    /// <summary>What no field alone says. The message is the last resort: every rule has a sentence.</summary>
    public static FieldFault Of(SettingException fault) => fault.Broken is { } broken
        ? new FieldFault(FieldOf(broken.Setting), $"{Fault}{broken.Rule}", [Quote(broken.Given), .. broken.Arguments])
        : new FieldFault("settings", $"{Fault}Other", fault.Message);

    private static FieldFault Within(SensorField of, string given, string what) =>
        new(FieldOf(of.Name), $"{Fault}{what}", Quote(given), of.Min!.Value, of.Max!.Value, UnitOf(of));

    private static string FieldOf(string setting) => $"settings.{setting}";

    // With the space that must not break before it.
    private static string UnitOf(SensorField of) => of.Unit is { } unit ? $"\u00A0{unit}" : "";

    private static string Quote(string given) => given.Length <= LongestQuote ? given : $"{given[..LongestQuote]}…";
}
