using Microsoft.AspNetCore.Components;
using PowerMeter.Web.Live;

namespace PowerMeter.Web.Components;

/// <summary>A part of a page that follows what happens and looks at the clock once a second, from when it comes alive until it is closed.</summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private static readonly int TicksBetweenTries = (int)(Retries.Pause / Tick);

    private readonly CancellationTokenSource _closed = new();
    private int _ticksMissing;

    protected LiveComponent() => Closed = _closed.Token;

    /// <summary>Whether something of it could not be read when it was last asked for.</summary>
    protected virtual bool MissesSomething => false;

    /// <summary>Cancelled when it is closed.</summary>
    protected CancellationToken Closed { get; }

    [Inject]
    protected TimeProvider Time { get; private set; } = default!;

    [Inject]
    private MeasureFeed Feed { get; set; } = default!;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <summary>It follows from now on: what came between the first picture and this moment is to be read at the next tick.</summary>
    protected abstract void OnAlive();

    /// <summary>It has missed something for as long as <see cref="Retries"/> wait: that is to be read at this tick.</summary>
    protected virtual void OnMissed() => OnAlive();

    /// <summary>Must be quick: a drained backlog tells hundreds of things a second.</summary>
    protected abstract Task OnEventAsync(FeedEvent happened);

    /// <summary>Once a second: ages are told anew, and what has changed meanwhile is read.</summary>
    protected abstract Task OnTickAsync();

    protected sealed override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        _ = RunAsync(ListenAsync);
        _ = RunAsync(KeepTimeAsync);
    }

    private async Task RunAsync(Func<Task> loop)
    {
        try
        {
            await loop();
        }
        catch (Exception) when (Closed.IsCancellationRequested)
        {
            // The page was closed: what fails for that concerns nobody.
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private async Task ListenAsync()
    {
        OnAlive();
        await foreach (var happened in Feed.SubscribeAsync(Closed)) await InvokeAsync(() => Closed.IsCancellationRequested ? Task.CompletedTask : OnEventAsync(happened));
    }

    private async Task KeepTimeAsync()
    {
        using var timer = new PeriodicTimer(Tick, Time);
        while (await timer.WaitForNextTickAsync(Closed)) await InvokeAsync(TickAsync);
    }

    private Task TickAsync()
    {
        if (Closed.IsCancellationRequested) return Task.CompletedTask;
        _ticksMissing = MissesSomething ? _ticksMissing + 1 : 0;
        if (_ticksMissing >= TicksBetweenTries)
        {
            _ticksMissing = 0;
            OnMissed();
        }

        return OnTickAsync();
    }
}
