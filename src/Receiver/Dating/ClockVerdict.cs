using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Dating;

/// <summary>Whether the wall clock can be believed.</summary>
/// <param name="Doubt">Null when it can; else why not, and how long that may go on. The same while the trouble is.</param>
/// <param name="IsFault">The doubt is more than what each start of such a machine brings with it.</param>
public sealed record ClockVerdict(Sentence? Doubt, bool IsFault)
{
    public static ClockVerdict Believed { get; } = new(null, IsFault: false);
}
