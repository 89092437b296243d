using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Drivers.Awox;

/// <summary>Somebody waits for the plug to be switched.</summary>
public sealed record SwitchRequest(bool On)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    public void Confirm() => _done.TrySetResult();

    public void Fail(Sentence reason) => _done.TrySetException(new SensorCommandException(reason));

    /// <summary>Nobody waits any more: it is not sent to the plug, if it was not yet.</summary>
    public void GiveUp() => _done.TrySetCanceled();
}
