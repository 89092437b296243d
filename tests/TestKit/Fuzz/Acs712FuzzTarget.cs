using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.Acs712;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Tests.TestKit.Fuzz;

/// <summary>The Arduino's bytes, from the splitter over the line to the reading.</summary>
public sealed class Acs712FuzzTarget : IFuzzTarget
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Acs712Options _options = new("/dev/ttyACM0", Scale: -1.5, OffsetWatts: 3, NoiseFloorWatts: 0.5);
    private readonly ManualTimeProvider _time = new(Noon);

    public string Name => "acs712";

    public IEnumerable<byte[]> Seeds =>
    [
        [.. "12.34\r\n"u8], [.. "3.9875|87.50|12.34\r\n"u8], [.. "-0.00\n"u8], [.. "nan\r\n"u8], [.. "1e308\r\n"u8], [.. "\r\n"u8],
        [.. "||\n"u8], [.. "16664.66\r\n"u8], [.. "-9999999999\r\n"u8], [.. "0|0|0\n"u8], [.. "10|125|-3.4e38\n"u8],
    ];

    public bool Take(byte[] input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var sink = new BoundsSink(_options);
        var session = new Acs712Session(_options, TimeSpan.FromSeconds(1), sink, _time, CancellationToken.None);
        // The line under way is dropped; and a line may come in two pieces.
        session.Take("\n"u8);
        session.Take(input.AsSpan(0, input.Length / 2));
        session.Take(input.AsSpan(input.Length / 2));
        session.Take("\n"u8);
        FuzzException.Unless(sink.Accepted + sink.Rejected > 0, "A line was neither taken nor rejected");
        return sink.Accepted > 0;
    }

    private sealed class BoundsSink(Acs712Options options) : ISensorSink
    {
        private NodaTime.Instant _last = NodaTime.Instant.MinValue;

        public int Accepted { get; private set; }

        public int Rejected { get; private set; }

        public ValueTask AcceptAsync(Reading reading, CancellationToken cancel)
        {
            FuzzException.Unless(reading.Watts >= options.MinWatts && reading.Watts <= options.MaxWatts, $"{reading.Watts} W were taken");
            FuzzException.Unless(reading.Watts == 0 || Math.Abs(reading.Watts) >= options.NoiseFloorWatts, $"{reading.Watts} W are below the noise floor");
            FuzzException.Unless(reading.Volts is null or (>= 0 and <= 10), $"{reading.Volts} V were taken");
            FuzzException.Unless(reading.Battery is null or (>= 0 and <= 125), $"{reading.Battery} % were taken");
            FuzzException.Unless(reading.Volts is null == reading.Battery is null, "Volts came without a charge, or a charge without volts");
            FuzzException.Unless(reading.Time >= _last, "The time goes back");
            _last = reading.Time;
            Accepted++;
            return ValueTask.CompletedTask;
        }

        public void Reject(Sentence reason)
        {
            FuzzException.Unless(reason.ToString().Length is > 0 and < 200, $"The reason is empty or long: {reason}");
            Rejected++;
        }

        public void Report(SensorState state, Sentence? error = null) => FuzzException.Unless(false, $"It says {state} while lines come: {error}");
    }
}
