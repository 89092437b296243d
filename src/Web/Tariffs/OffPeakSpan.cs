namespace PowerMeter.Web.Tariffs;

/// <summary>Off-peak hours that begin on a day, in minutes of the wall clock; they may run past midnight.</summary>
/// <param name="Start">0 to 1439, after 00:00.</param>
/// <param name="Length">1 to 1440.</param>
public readonly record struct OffPeakSpan(int Start, int Length)
{
    public const int Day = 24 * 60;

    /// <summary>0 to 1439, or 1440 for the end of the day.</summary>
    public int End => Start + Length <= Day ? Start + Length : Start + Length - Day;

    /// <summary>As <see cref="Shared.Tariffs.OffPeakSchedule"/> has it, such as <c>22:30-06:30</c>.</summary>
    public override string ToString() => $"{TimeOf(Start)}-{TimeOf(End)}";

    /// <summary>From one time of the day to another; the same twice is a whole day.</summary>
    public static OffPeakSpan Between(int start, int end) => new(start, end > start ? end - start : end - start + Day);

    /// <param name="minute">0 to 1440.</param>
    public static string TimeOf(int minute) => FormattableString.Invariant($"{minute / 60:00}:{minute % 60:00}");
}
