using System.Globalization;
using PowerMeter.Receiver.Bluetooth;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.Awox;

/// <summary>From one connection to its loss: asks the plug again and again, and switches it. For one thread.</summary>
/// <param name="onReading">Runs after each reading.</param>
public sealed class AwoxSession(
    AwoxOptions options, TimeSpan period, ISensorSink sink, SwitchQueue switches, Action onReading, TimeProvider time, CancellationToken cancel)
{
    private static readonly TimeSpan LeastPeriod = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestRepeat = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LeastSilence = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConfirmationLimit = TimeSpan.FromSeconds(5);

    private readonly FrameAssembler _frames = new();
    private readonly TimeSpan _period = Max(period, LeastPeriod);
    private readonly TimeSpan _silence = Max(Min(period, LongestRepeat) * 3, LeastSilence);
    private SmartPlug? _plug;
    private SwitchRequest? _switching;
    private long _switched;
    private long _asked;
    private long _unansweredSince;
    private bool _isAnswered;
    private Sentence? _garbage;

    /// <summary>Ends by an exception only.</summary>
    /// <exception cref="AttException">The plug is silent, or says what cannot be understood.</exception>
    /// <exception cref="Linux.KernelException">The connection is lost.</exception>
    public void Run(IAttChannel channel)
    {
        var client = new AttClient(channel, TakeValue, Reject, time, cancel);
        try
        {
            _plug = SmartPlug.Find(client);
            _unansweredSince = time.GetTimestamp();
            Ask();
            switches.Open();
            while (true)
            {
                client.Poll();
                Switch();
                if (time.GetElapsedTime(_asked) >= (_isAnswered ? _period : Min(_period, LongestRepeat))) Ask();
                if (!_isAnswered && time.GetElapsedTime(_unansweredSince) >= _silence) throw Silence();
            }
        }
        finally
        {
            _switching?.Fail(new Sentence("Bluetooth_LostSwitching", options.Address.ToString()));
        }
    }

    private void Ask()
    {
        _frames.Abandon(Reject);
        _asked = time.GetTimestamp();
        if (_isAnswered) _unansweredSince = _asked;
        _isAnswered = false;
        _plug!.AskStatus();
    }

    private void Switch()
    {
        if (_switching is not null)
        {
            if (time.GetElapsedTime(_switched) < ConfirmationLimit) return;
            EndSwitch(request => request.Fail(new Sentence("Bluetooth_Unconfirmed", options.Address.ToString(), ConfirmationLimit.TotalSeconds)));
        }

        if (switches.TryTake() is not { } next) return;
        _switching = next;
        _switched = time.GetTimestamp();
        try
        {
            _plug!.Switch(next.On);
        }
        catch (AttException e) when (e.Refusal is not null)
        {
            EndSwitch(request => request.Fail(AwoxFault.But(e, options.Address)));
        }
    }

    private void EndSwitch(Action<SwitchRequest> how)
    {
        if (_switching is not { } request) return;
        _switching = null;
        how(request);
        // Asked at once, so that the page shows soon what the plug has done: the next turn finds that it is time.
        _asked = time.GetTimestamp() - (long)(_period.TotalSeconds * time.TimestampFrequency);
    }

    private void TakeValue(ushort handle, ReadOnlySpan<byte> value)
    {
        if (_plug?.Owns(handle) == true) _frames.Push(value, TakePayload, Reject);
        else Reject(new Sentence("Bluetooth_ForeignValue", handle.ToString("X4", CultureInfo.InvariantCulture)));
    }

    private void TakePayload(ReadOnlySpan<byte> payload)
    {
        if (SmartPlugFrame.IsSwitchConfirmation(payload)) EndSwitch(request => request.Confirm());
        else if (!SmartPlugStatus.TryParse(payload, out var status)) Reject(new Sentence("Bluetooth_NoStatus", Convert.ToHexString(payload[..Math.Min(payload.Length, 24)])));
        else if (status.Watts < options.MinWatts || status.Watts > options.MaxWatts)
            Reject(new Sentence("Sensor_Beyond", status.Watts, options.MinWatts, options.MaxWatts));
        else Accept(status);
    }

    private void Accept(SmartPlugStatus status)
    {
        _isAnswered = true;
        _garbage = null;
        onReading();
        var accepted = sink.AcceptAsync(
            new Reading(time.GetCurrentInstant(), status.Watts, status.Volts, SwitchedOn: status.SwitchedOn), cancel);
        // On the plug's own thread: a full queue holds it up.
        if (!accepted.IsCompletedSuccessfully) accepted.AsTask().GetAwaiter().GetResult();
    }

    private void Reject(Sentence reason)
    {
        // The first is said, not the last: the status stays the same while garbage goes on.
        _garbage ??= reason;
        sink.Reject(reason);
    }

    private AttException Silence() => _garbage is null
        ? new AttException(new Sentence("Bluetooth_Silent", _silence.TotalSeconds)) { IsSilence = true }
        : new AttException(new Sentence("Bluetooth_Garbage", _silence.TotalSeconds, _garbage));

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
