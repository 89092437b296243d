using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>From one opening of the radio to its loss: packets become readings, rejections and silence.</summary>
public sealed class CitizenWattSession
{
    /// <summary>How often every register is read back: a radio whose supply dipped forgets them, and says nothing.</summary>
    public static readonly TimeSpan CheckPeriod = TimeSpan.FromSeconds(10);

    private const int MaxPackets = 2 * Nrf24Radio.FifoDepth;
    private const int LossesUntilFault = 3;

    private readonly CitizenWattOptions _options;
    private readonly Nrf24Radio _radio;
    private readonly CitizenWattDecoder _decoder;
    private readonly ISensorSink _sink;
    private readonly TimeProvider _time;
    private readonly PacketTimes _times;
    private readonly RadioSilence _silence;
    private readonly byte[] _payloads = new byte[MaxPackets * CitizenWattPacket.Length];
    private long _checked;
    private int _losses;

    public CitizenWattSession(
        CitizenWattOptions options, TimeSpan period, Nrf24Radio radio, CitizenWattDecoder decoder, ISensorSink sink, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _options = options;
        _radio = radio;
        _decoder = decoder;
        _sink = sink;
        _time = time;
        _times = new PacketTimes(time);
        _silence = new RadioSilence(options, period, sink, time);
    }

    /// <summary>Writes the radio's registers. <see cref="Nrf24Radio.PowerUpTime"/> later it may <see cref="Listen"/>.</summary>
    /// <exception cref="RadioException">It does not hold them.</exception>
    public void SetUp()
    {
        var trouble = _radio.SetUp();
        if (trouble != RadioTrouble.None) throw RadioFault.Of(trouble, _radio, _options);
    }

    public void Listen()
    {
        _radio.Listen();
        _checked = _time.GetTimestamp();
        _silence.Begin();
        if (_losses == 0) _sink.Report(SensorState.Starting);
    }

    /// <summary>Takes what the radio has received. To be called every 100 ms or sooner: it keeps three packets.</summary>
    /// <returns>False: the radio has lost its registers, and must be set up again.</returns>
    /// <exception cref="RadioException">There is no radio any more.</exception>
    public async ValueTask<bool> PollAsync(CancellationToken cancel)
    {
        _times.Look();
        var count = Receive(out var suspect);
        for (var i = 0; i < count; i++) await TakeAsync(i, cancel);
        if ((suspect || _time.GetElapsedTime(_checked) >= CheckPeriod) && !CheckRegisters()) return false;
        if (_silence.WantsCarrier && _radio.HearsCarrier()) _silence.CarrierHeard();
        _silence.Look();
        return true;
    }

    /// <summary>All at once, so that the FIFO is empty whatever happens to the packets.</summary>
    private int Receive(out bool suspect)
    {
        var count = 0;
        suspect = false;
        while (count < MaxPackets && _radio.TryReceive(Payload(count), out suspect)) count++;
        return count;
    }

    private async ValueTask TakeAsync(int index, CancellationToken cancel)
    {
        var verdict = _decoder.Judge(Payload(index), out var packet);
        _silence.Heard(verdict);
        if (verdict != PacketVerdict.Good)
        {
            _sink.Reject(_decoder.Reason(verdict, packet));
            return;
        }

        // A mains voltage or a battery of 0 is none: the sensor did not measure it.
        float? volts = packet.Volts > 0 ? packet.Volts : null;
        float? battery = packet.BatteryMillivolts > 0 ? packet.BatteryMillivolts / 1000f : null;
        await _sink.AcceptAsync(new Reading(_times.Of(packet.TimerMilliseconds), packet.Watts, volts, battery), cancel);
    }

    private bool CheckRegisters()
    {
        _checked = _time.GetTimestamp();
        var trouble = _radio.Check();
        if (trouble == RadioTrouble.None)
        {
            _losses = 0;
            return true;
        }

        if (trouble is RadioTrouble.ReadsLow or RadioTrouble.ReadsHigh) throw RadioFault.Of(trouble, _radio, _options);
        _losses = Math.Min(_losses + 1, LossesUntilFault);
        if (_losses < LossesUntilFault)
            _sink.Report(SensorState.Starting, new Sentence("Radio_Lost", _radio.Different!.ToString()));
        else
            _sink.Report(SensorState.Fault, new Sentence("Radio_LosesAgain"));
        return false;
    }

    private Span<byte> Payload(int index) => _payloads.AsSpan(index * CitizenWattPacket.Length, CitizenWattPacket.Length);
}
