using System.Text;
using PowerMeter.Receiver.Drivers.Acs712;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

/// <summary>Whatever comes over the wire: no exception, and no reading out of bounds.</summary>
public sealed class Acs712FuzzTests
{
    private const int Rounds = 200_000;

    private static readonly string[] Seeds =
        ["12.34\r\n", "3.9875|87.50|12.34\r\n", "-0.00\n", "nan\r\n", "1e308\r\n", "\r\n", "||\n", "24999.99\r\n", "-9999999999\r\n"];

    private readonly Acs712Options _options = new("/dev/ttyACM0");

    [Fact]
    public void No_bytes_break_the_driver()
    {
        var random = new Random(712);
        var sink = new CollectingSink();
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var session = new Acs712Session(_options, TimeSpan.FromSeconds(1), sink, time, CancellationToken.None);
        for (var round = 0; round < Rounds; round++) session.Take(Mutate(random));

        sink.Readings.Count.ShouldBeGreaterThan(Rounds / 10);
        sink.Rejected.Count.ShouldBeGreaterThan(Rounds / 10);
        foreach (var reading in sink.Readings)
        {
            (reading.Watts >= _options.MinWatts && reading.Watts <= _options.MaxWatts).ShouldBeTrue();
            (reading.Volts is null or >= 0 and <= 10).ShouldBeTrue();
            (reading.Battery is null or >= 0 and <= 125).ShouldBeTrue();
        }
    }

    private static byte[] Mutate(Random random)
    {
        var bytes = Encoding.ASCII.GetBytes(Seeds[random.Next(Seeds.Length)]).ToList();
        for (var changes = random.Next(3); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveAt(at); break;
                case 3: bytes.Insert(at, (byte)random.Next(256)); break;
                default: bytes.InsertRange(at, Enumerable.Repeat((byte)('0' + random.Next(10)), random.Next(300))); break;
            }
        }

        return [.. bytes];
    }
}
