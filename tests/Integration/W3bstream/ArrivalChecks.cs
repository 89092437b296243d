using PowerMeter.Tests.W3bstreamNode.Arrivals;
using PowerMeter.Tests.W3bstreamNode.Hosting;
using Shouldly;

namespace PowerMeter.Tests.Integration.W3bstream;

/// <summary>What the network got, beside what it should have got.</summary>
internal static class ArrivalChecks
{
    /// <summary>Messages have microwatts.</summary>
    private const double Rounding = 1e-6;

    /// <summary>In unix microseconds.</summary>
    public static long EndOf(ArrivedReading reading) => Microseconds(reading.WindowEnd);

    /// <summary>In unix microseconds.</summary>
    public static long ArrivalOf(ArrivedReading reading) => Microseconds(reading.ReceivedAt);

    /// <summary>Each of these, and none beside them, with a signature that holds; some perhaps again, by the same event.</summary>
    /// <param name="expected">Watts by the ends of the windows. What ends later is not looked at.</param>
    public static void ShouldHaveGot(this RunningNode network, IReadOnlyDictionary<long, double> expected)
    {
        var last = expected.Keys.Max();
        var readings = network.Readings.Where(reading => EndOf(reading) <= last).ToList();
        readings.Select(EndOf).Distinct().Order().ShouldBe(expected.Keys.Order());
        readings.Where(reading => reading.Repeat == Repeat.None).Select(EndOf).ShouldBeUnique();
        // Also the repeated ones: a repeat is the same message.
        foreach (var reading in readings) reading.Watts.ShouldBe(expected[EndOf(reading)], Rounding, $"{reading.WindowEnd:O}");
        var summary = network.Summary;
        (summary.Twins, summary.Refused, summary.BadSignatures, summary.Disputed, summary.Unauthorised).ShouldBe((0, 0, 0, 0, 0));
    }

    private static long Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
