using System.Globalization;
using PowerMeter.Receiver.Bluetooth;
using PowerMeter.Shared.Hosting;
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
    private string? _garbage;

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
            _switching?.Fail($"The connection to the plug {options.Address} was lost before it confirmed: look whether it switched.");
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
            EndSwitch(request => request.Fail(Text($"The plug {options.Address} has not confirmed within {ConfirmationLimit.TotalSeconds} s: look whether it switched.")));
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
            EndSwitch(request => request.Fail($"The plug {options.Address} is connected, but {e.Message}."));
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
        else Reject(Text($"a notification of handle 0x{handle:X4}, which is not the plug's service"));
    }

    private void TakePayload(ReadOnlySpan<byte> payload)
    {
        if (SmartPlugFrame.IsSwitchConfirmation(payload)) EndSwitch(request => request.Confirm());
        else if (!SmartPlugStatus.TryParse(payload, out var status)) Reject($"a frame that is no status: {Convert.ToHexString(payload[..Math.Min(payload.Length, 24)])}");
        else if (status.Watts < options.MinWatts || status.Watts > options.MaxWatts)
            Reject(Text($"{status.Watts} W, which is not within {options.MinWatts} to {options.MaxWatts} W"));
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

    private void Reject(string reason)
    {
        // The first is said, not the last: the status stays the same while garbage goes on.
        _garbage ??= reason;
        sink.Reject(reason);
    }

    private AttException Silence() => _garbage is null
        ? new AttException(Text($"it has not answered for {_silence.TotalSeconds:0.#} s. It is connected again; if that does not help, unplug it for 10 s")) { IsSilence = true }
        : new AttException(Text($"for {_silence.TotalSeconds:0.#} s it has sent nothing that is a status, such as {_garbage}"));

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
