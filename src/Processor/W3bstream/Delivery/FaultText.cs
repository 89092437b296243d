namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>
/// Faults of the delivery begin alike, by which they are known: others write faults of theirs into the same column, which
/// the delivery neither replaces nor takes away.
/// </summary>
internal static class FaultText
{
    public const string Beginning = "Nothing is delivered: ";

    /// <param name="reason">An English clause.</param>
    public static string Of(string reason) => $"{Beginning}{reason.TrimEnd('.')}.";

    /// <param name="last">The last of several that were refused.</param>
    public static string OfRefusals(PublishAnswer last) =>
        Of($"the network refuses the readings, the last one with {last.Status}{(last.Status < 300 ? " and an error inside" : "")}");
}
