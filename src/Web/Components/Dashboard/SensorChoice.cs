using PowerMeter.Shared.Language;
using PowerMeter.Web.Push;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Dashboard;

/// <summary>A sensor as the dashboard knows it. Plain values: it goes with the page from the first picture to the live one.</summary>
/// <param name="LastSample">When the newest stored sample was taken, in unix milliseconds; null when there is none or it was not asked for.</param>
/// <param name="Error">What is wrong, in the Receiver's words; of one that runs: what should be put right though its readings are good.</param>
/// <param name="SwitchedOn">Whether its load is switched on; null for a sensor that does not switch.</param>
/// <param name="IsPushed">Whether its samples come by the API.</param>
public sealed record SensorChoice(
    int Id, string Name, string? State, long? LastSample, double PeriodSeconds, double MaxGapSeconds, string? Error, bool? SwitchedOn, bool IsPushed)
{
    /// <summary><see cref="Error"/>, to be said in the reader's language; null when it is in English only.</summary>
    public Sentence? ErrorSaid { get; init; }

    /// <summary>A value older than this is not shown as the present one.</summary>
    public TimeSpan FreshFor => SensorFreshness.Limit(PeriodSeconds);

    /// <summary>After this long without a sample something seems wrong, although nobody has said so.</summary>
    public TimeSpan OverdueAfter => TimeSpan.FromSeconds(2 * PeriodSeconds + 3);

    /// <summary>Whether its state says that it measures nothing now.</summary>
    public bool IsOut => SensorFreshness.IsOut(State);

    /// <summary>It starts and says what keeps it from running, such as a clock that is not believed yet.</summary>
    public bool IsHeld => State == "starting" && Error is not null;

    /// <summary>Whether somebody should look after it: its user paused it, a Receiver that does not run is not its own trouble.</summary>
    public bool IsInTrouble => State is "absent" or "silent" or "fault";

    /// <summary>No Receiver lives: nobody will notify when that changes.</summary>
    public bool IsStopped => State == SensorView.Stopped;

    /// <summary>A name for its token that means the same to every shell: letters, digits and dashes.</summary>
    public string TokenName => string.Concat(Name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-') is { Length: > 0 } name
        ? name
        : "meter";

    public static SensorChoice Of(SensorView sensor)
    {
        ArgumentNullException.ThrowIfNull(sensor);
        return new SensorChoice(
            sensor.Id, sensor.Name, sensor.State, null, sensor.PeriodSeconds, sensor.MaxGapSeconds, sensor.Error, sensor.SwitchedOn,
            sensor.Driver == PushTarget.Push)
        {
            ErrorSaid = sensor.ErrorSaid,
        };
    }
}
