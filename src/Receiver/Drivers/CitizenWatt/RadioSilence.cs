using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>
/// Says why no reading comes: no packet at all, or packets that are not taken. It says so once, until something changes.
/// </summary>
public sealed class RadioSilence(CitizenWattOptions options, TimeSpan period, ISensorSink sink, TimeProvider time)
{
    /// <summary>Silence is three periods, but no less than this.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(30);

    private readonly TimeSpan _limit = period * 3 > Least ? period * 3 : Least;
    private long _lastPacket = time.GetTimestamp();
    private long _lastGood = time.GetTimestamp();
    private bool _everGood;
    private bool _carrier;
    private PacketVerdict? _worst;
    private Cause? _said;

    private enum Cause
    {
        NoPacket,
        Carrier,
        WrongKey,
        Bounds,
        Replay,
    }

    /// <summary>Whether it would help to know if anything transmits.</summary>
    public bool WantsCarrier => !_carrier && time.GetElapsedTime(_lastPacket) > _limit / 2;

    /// <summary>The radio listens, or listens again.</summary>
    public void Begin() => (_lastPacket, _carrier, _said) = (time.GetTimestamp(), false, null);

    public void CarrierHeard() => _carrier = true;

    public void Heard(PacketVerdict verdict)
    {
        _lastPacket = time.GetTimestamp();
        _carrier = false;
        if (verdict == PacketVerdict.Good)
        {
            (_lastGood, _everGood, _worst, _said) = (_lastPacket, true, null, null);
            return;
        }

        // A neighbour's sensor may come in between: what is surely from our own counts more.
        if (_worst is null || verdict > _worst) _worst = verdict;
    }

    public void Look()
    {
        if (_everGood && time.GetElapsedTime(_lastGood) < _limit) return;
        if (time.GetElapsedTime(_lastPacket) >= _limit)
        {
            _worst = null;
            Say(_carrier ? Cause.Carrier : Cause.NoPacket);
        }
        else if (_worst is { } worst)
        {
            Say(worst switch
            {
                PacketVerdict.NotAuthentic => Cause.WrongKey,
                PacketVerdict.Replayed => Cause.Replay,
                _ => Cause.Bounds,
            });
        }
    }

    private void Say(Cause cause)
    {
        if (_said == cause) return;
        _said = cause;
        var state = cause is Cause.NoPacket or Cause.Carrier ? SensorState.Silent : SensorState.Fault;
        sink.Report(state, cause switch
        {
            Cause.NoPacket => SilenceText,
            Cause.Carrier => CarrierText,
            Cause.WrongKey => new Sentence("Radio_WrongKey"),
            Cause.Replay => new Sentence("Radio_OldPackets"),
            _ => BoundsText,
        });
    }

    private Sentence SilenceText => new(
        "Radio_Silent", _limit.TotalSeconds, options.AddressName, options.Channel, options.RateName, options.CrcBytes, options.CeLine);

    private Sentence CarrierText => new(
        "Radio_Carrier", options.Channel, _limit.TotalSeconds, options.AddressName, options.RateName, options.CrcBytes);

    private Sentence BoundsText => new(
        "Radio_OutOfBounds", options.MinWatts, options.MaxWatts, CitizenWattDecoder.MaxVolts, CitizenWattDecoder.MaxBatteryMillivolts);
}
