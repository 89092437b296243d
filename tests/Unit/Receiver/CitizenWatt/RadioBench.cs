using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Tests.Unit.Receiver.CitizenWatt;

/// <summary>A session with a simulated radio and sensor, and a clock that the test moves.</summary>
internal sealed class RadioBench : IDisposable
{
    private readonly CitizenWattDecoder _decoder;
    private CitizenWattSession? _session;

    public RadioBench(CitizenWattOptions? options = null, long? lastTimer = null, bool plus = true, TimeSpan? period = null)
    {
        Options = options ?? new CitizenWattOptions(SimulatedCitizenWatt.TestKey);
        Radio = new SimulatedNrf24(Time) { Plus = plus };
        Guard = new ReplayGuard(lastTimer, timer => Remembered = timer);
        _decoder = new CitizenWattDecoder(Options, Guard);
        Period = period ?? TimeSpan.FromSeconds(8);
    }

    public ManualTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public CollectingSink Sink { get; } = new();

    public CitizenWattOptions Options { get; }

    public TimeSpan Period { get; }

    public SimulatedNrf24 Radio { get; }

    public SimulatedCitizenWatt Sensor { get; } = new(SimulatedCitizenWatt.TestKey);

    public ReplayGuard Guard { get; }

    public long? Remembered { get; private set; }

    public (SensorState State, string? Error) Last => Sink.Reports[^1];

    /// <summary>Sets the radio up and lets it listen.</summary>
    public void Start()
    {
        _session ??= new CitizenWattSession(Options, Period, new Nrf24Radio(Radio, Radio, Options.Registers()), _decoder, Sink, Time);
        _session.SetUp();
        Time.Advance(Nrf24Radio.PowerUpTime);
        _session.Listen();
        Time.Advance(TimeSpan.FromMilliseconds(1));
    }

    /// <returns>False: the radio must be set up again.</returns>
    public bool Poll()
    {
        var poll = _session!.PollAsync(CancellationToken.None);
        return poll.IsCompleted ? poll.Result : throw new InvalidOperationException("It waits for a sink that never lets it wait.");
    }

    /// <summary>Polls as the driver does; a radio that lost its registers is set up again.</summary>
    public void Run(double seconds)
    {
        for (var end = Time.GetUtcNow().AddSeconds(seconds); Time.GetUtcNow() < end;)
        {
            Time.Advance(CitizenWattDriver.PollPeriod);
            if (!Poll()) Start();
        }
    }

    /// <summary>The sensor sends, and the packet is read.</summary>
    public bool Send(ushort watts, uint afterMilliseconds = 8000)
    {
        var heard = Radio.Hear(Sensor.Measure(watts, afterMilliseconds));
        Poll();
        return heard;
    }

    public void Dispose() => _decoder.Dispose();
}
