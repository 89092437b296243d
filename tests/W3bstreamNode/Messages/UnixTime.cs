namespace PowerMeter.Tests.W3bstreamNode.Messages;

/// <summary>The time in a message, which counts seconds or milliseconds since 1970.</summary>
internal static class UnixTime
{
    // As seconds this is the year 5138; as milliseconds March 1973.
    private const ulong FirstMilliseconds = 100_000_000_000;

    private const ulong LastMilliseconds = 253_402_300_799_999; // the end of the year 9999

    /// <exception cref="BadMessageException">It lies outside of the years to 9999.</exception>
    public static DateTimeOffset Read(ulong number) => number <= LastMilliseconds
        ? DateTimeOffset.FromUnixTimeMilliseconds((long)(number < FirstMilliseconds ? number * 1000 : number))
        : throw new BadMessageException($"the timestamp {number} is neither seconds nor milliseconds since 1970.");
}
