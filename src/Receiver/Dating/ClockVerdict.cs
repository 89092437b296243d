namespace PowerMeter.Receiver.Dating;

/// <summary>Whether the wall clock can be believed.</summary>
/// <param name="Doubt">Null when it can; else a sentence that says why not, and how long that may go on. The same while the trouble is.</param>
/// <param name="IsFault">The doubt is more than what each start of such a machine brings with it.</param>
public sealed record ClockVerdict(string? Doubt, bool IsFault)
{
    public static ClockVerdict Believed { get; } = new(null, IsFault: false);
}
