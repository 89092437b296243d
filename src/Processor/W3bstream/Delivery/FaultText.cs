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
}
