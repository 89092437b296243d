using System.Globalization;
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
            Cause.WrongKey => WrongKeyText,
            Cause.Replay => ReplayText,
            _ => BoundsText,
        });
    }

    private string SilenceText => Text(
        $"The radio is set up and hears no packet: none for {_limit.TotalSeconds:0.#} s. Check the sensor's battery and distance; that address ({options.AddressName}), channel ({options.Channel}), rate ({options.RateName}) and crc_bytes ({options.CrcBytes}) are those of its sketch; and the wire from CE to ce_line ({options.CeLine}, on a Raspberry Pi GPIO{options.CeLine}), without which the radio does not listen.");

    private string CarrierText => Text(
        $"The radio hears something on channel {options.Channel}, and no packet for {_limit.TotalSeconds:0.#} s: if it is the sensor and not a Wi-Fi network, then address ({options.AddressName}), rate ({options.RateName}) or crc_bytes ({options.CrcBytes}) are not those of its sketch. Else check the sensor's battery, its distance and channel.");

    private static string WrongKeyText =>
        "Packets come, but they were not made with this key: wrong AES key? Set aes_key to the key in the sensor's sketch (another sensor with the same address nearby looks the same).";

    private static string ReplayText =>
        "Packets come with the right key, but their timer is not newer than the last one taken. If the sensor was restarted, or had its battery changed, press Pair in its settings (POST /api/sensors/{id}/reset_timer); else somebody plays old packets back.";

    private string BoundsText => Text(
        $"Packets come with the right key, but none is within {options.MinWatts} to {options.MaxWatts} W, {CitizenWattDecoder.MaxVolts} V and {CitizenWattDecoder.MaxBatteryMillivolts} mV. Check the sensor, min_w and max_w.");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
