using System.Globalization;
using Microsoft.AspNetCore.Components;
using PowerMeter.Shared.W3bstream;
using PowerMeter.Web.Live;

namespace PowerMeter.Web.Components.W3bstream;

/// <summary>One line of the dashboard: how the readings get on. Nothing while none are sent.</summary>
public sealed partial class LinkLine : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _closed = new();
    private bool _outdated;

    /// <summary>Comes from the first picture, so that nothing jumps.</summary>
    [PersistentState]
    public LinkGlance? Glance { get; set; }

    [Inject]
    private W3bstreamSettingsReader Settings { get; set; } = default!;

    [Inject]
    private W3bstreamStatusReader Status { get; set; } = default!;

    [Inject]
    private MeasureFeed Feed { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private DateTimeOffset Now => Time.GetUtcNow();

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    protected override Task OnInitializedAsync() => Glance is null ? ReadAsync() : Task.CompletedTask;

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        _ = RunAsync(ListenAsync, _closed.Token);
        _ = RunAsync(KeepTimeAsync, _closed.Token);
    }

    private async Task RunAsync(Func<CancellationToken, Task> loop, CancellationToken cancel)
    {
        try
        {
            await loop(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The page was closed.
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private async Task ListenAsync(CancellationToken cancel)
    {
        _outdated = true;
        await foreach (var happened in Feed.SubscribeAsync(cancel)) _outdated |= Concerns(happened);
    }

    private bool Concerns(FeedEvent happened) => happened switch
    {
        FeedEvent.W3bstreamChanged or FeedEvent.ConfigurationChanged or FeedEvent.Resync => true,
        // The status changes with each attempt only, and between two of them ever more waits.
        FeedEvent.NewSamples => Glance is { IsForwarding: true } and ({ Waiting: > 0 } or { Fault: not null }),
        _ => false,
    };

    private async Task KeepTimeAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Tick, Time);
        while (await timer.WaitForNextTickAsync(cancel)) await InvokeAsync(TickAsync);
    }

    private async Task TickAsync()
    {
        if (_outdated)
        {
            _outdated = false;
            await ReadAsync();
        }

        if (Glance is { IsForwarding: true }) StateHasChanged();
    }

    private async Task ReadAsync()
    {
        try
        {
            Glance = LinkGlance.Of(await Settings.ReadAsync(_closed.Token), await Status.ReadAsync(_closed.Token));
            StateHasChanged();
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            // The page says that the database is away; the feed says Resync when it is back.
        }
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.CurrentCulture);
}
