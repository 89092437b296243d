using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using PowerMeter.Shared.Database;
using PowerMeter.Web.Live;
using PowerMeter.Web.Queries;
using PowerMeter.Web.Server;
using PowerMeter.Web.W3bstream;

namespace PowerMeter.Web.Components.Pages;

/// <summary>How the signed readings get on, how they are set, and what they should earn; kept up to date by the feed.</summary>
public sealed partial class W3bstreamPage : IDisposable
{
    private const int MostRefused = 20;

    /// <summary>Ages are told anew, and what has changed meanwhile is read: a backlog that drains changes it hundreds of times a second.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _closed = new();
    private W3bstreamState? _state;
    private IReadOnlyList<SensorView> _sensors = [];
    private IReadOnlyList<OutboxReading> _refused = [];
    private bool _isAdmin;
    private string _who = "";
    private bool _failed;
    private bool _outdated;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private W3bstreamReader Reader { get; set; } = default!;

    [Inject]
    private OutboxQuery Outbox { get; set; } = default!;

    [Inject]
    private SensorQuery Sensors { get; set; } = default!;

    [Inject]
    private MeasureFeed Feed { get; set; } = default!;

    [Inject]
    private ReadOnlyMode ReadOnly { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private bool MayChange => _isAdmin && !ReadOnly.IsOn;

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        var user = (await Authentication).User;
        (_isAdmin, _who) = (user.IsInRole(User.Admin), user.Identity?.Name ?? "");
        await ReadAsync();
    }

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
        // Whatever came between the first look and this moment.
        _outdated = true;
        await foreach (var happened in Feed.SubscribeAsync(cancel)) _outdated |= Concerns(happened);
    }

    private bool Concerns(FeedEvent happened) => happened switch
    {
        FeedEvent.W3bstreamChanged or FeedEvent.ConfigurationChanged or FeedEvent.Resync => true,
        // The expected rate is that of the last half minute.
        FeedEvent.NewSamples news => _state?.Sensors.Contains(news.SensorId) == true,
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

        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        try
        {
            var state = await Reader.ReadAsync(_closed.Token);
            _refused = state.Status.FailedNow == 0 ? [] : await Outbox.ListAsync(OutboxQuery.Failed, OutboxCursor.Start, MostRefused, _closed.Token);
            _sensors = await Sensors.ListAsync(_closed.Token);
            (_state, _failed) = (state, false);
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            // The feed says Resync when the database is back.
            _failed = true;
        }
    }
}
