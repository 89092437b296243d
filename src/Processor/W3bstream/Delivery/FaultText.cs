using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>
/// Faults of the delivery are known by their sentence's key: others write faults of theirs into the same column, which
/// the delivery neither replaces nor takes away.
/// </summary>
internal static class FaultText
{
    private const string Clause = "W3b_NotDelivered";
    private const string Setting = "W3b_NotDeliverable";

    /// <summary>What <c>fault_said</c> begins with when it is of the delivery.</summary>
    public static readonly string[] Keys = [Clause, Setting];

    /// <param name="trouble">A clause without a full stop.</param>
    public static Sentence Of(Sentence trouble) => new(Clause, trouble);

    public static Sentence Of(SettingException wrong) => new(Setting, wrong.Sentence);

    /// <param name="last">The last of several that were refused.</param>
    public static Sentence OfRefusals(PublishAnswer last) =>
        Of(last.Status < 300 ? new Sentence("W3b_RefusesInside", last.Status.Value) : new Sentence("W3b_Refuses", last.Status!.Value));
}
