using Microsoft.AspNetCore.Components;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Live;

namespace PowerMeter.Web.Components.Dashboard;

/// <summary>
/// What dashboard and kiosk have in common: the model of the chosen sensors, kept up to date by the feed and the clock. What
/// comes with each sample goes to the part that shows it, past the rest of the page.
/// </summary>
public abstract class LiveDashboard : LiveComponent
{
    /// <summary>The tiles of today and the month change slowly: they need not be read at every sample.</summary>
    private const int TicksBetweenTiles = 5;

    /// <summary>How often to ask how a sensor is that seems to be in trouble: a Receiver that was killed notifies nobody.</summary>
    private const int TicksBetweenDoubts = 3;

    private bool _tilesOutdated;
    private bool _everythingOutdated;
    private int _ticks;
    private int _doubts;

    /// <summary>Comes from the first picture, so that the live page begins with it.</summary>
    [PersistentState]
    public DashboardModel? Model { get; set; }

    /// <summary>Whether the database did not answer.</summary>
    protected bool Failed { get; private set; }

    protected override bool MissesSomething => Failed;

    [Inject]
    protected SiteCache Sites { get; private set; } = default!;

    [Inject]
    protected TileReader Tiles { get; private set; } = default!;

    /// <summary>The chosen sensors, as <see cref="Charts.SensorList"/> writes them.</summary>
    protected abstract string? SensorText { get; }

    protected override void OnAlive() => _everythingOutdated = true;

    protected sealed override async Task OnEventAsync(FeedEvent happened)
    {
        switch (happened)
        {
            case FeedEvent.NewSamples news when Model is { } model && model.Watches(news.SensorId):
                if (!model.Measured.Contains(news.SensorId)) _everythingOutdated = true;
                Model = model with { Chosen = RecentPower.Add(model.Chosen, news.SensorId, news.Stored) };
                await OnSamplesAsync(news);
                break;
            case FeedEvent.EnergyChanged changed when Model?.Watches(changed.Span.SensorId) == true:
                _tilesOutdated = true;
                OnEnergyChanged(changed.Span);
                break;
            case FeedEvent.Resync or FeedEvent.ConfigurationChanged or FeedEvent.StatusChanged or FeedEvent.SamplesDeleted:
                _everythingOutdated = true;
                break;
        }
    }

    protected sealed override async Task OnTickAsync()
    {
        _ticks = (_ticks + 1) % TicksBetweenTiles;
        if (_everythingOutdated)
        {
            _everythingOutdated = _tilesOutdated = false;
            await ReloadAsync();
            await OnReloadedAsync();
            return;
        }

        await OnSecondAsync();
        await DoubtAsync();
        if (_tilesOutdated && _ticks == 0 && Model is { HasSamples: true } model)
        {
            _tilesOutdated = false;
            await TryAsync(async () =>
            {
                var energy = await Tiles.ReadEnergyAsync(model.Measured, Closed);
                await OnTilesReadAsync();
                Model = Model! with { Energy = energy };
            });
        }
    }

    /// <summary>New samples of a chosen sensor are in the model.</summary>
    protected abstract Task OnSamplesAsync(FeedEvent.NewSamples news);

    /// <summary>Must be quick.</summary>
    protected virtual void OnEnergyChanged(ChangedSpan span)
    {
    }

    /// <summary>A second went by: ages are told anew.</summary>
    protected abstract Task OnSecondAsync();

    /// <summary>The tiles' energy was read again, and is shown next.</summary>
    protected virtual Task OnTilesReadAsync() => Task.CompletedTask;

    /// <summary>All of the model was read again.</summary>
    protected virtual Task OnReloadedAsync() => Task.CompletedTask;

    protected Task ReloadAsync() => TryAsync(async () =>
    {
        var asked = SensorText;
        var model = await Tiles.ReadAsync(asked, Closed);
        // Another choice was made meanwhile: its own reading shows it.
        if (asked == SensorText) Model = model;
    });

    protected async Task TryAsync(Func<Task> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            await read();
            Failed = false;
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            // Read again in a while, or at once when the feed lost the database too and says that it is back.
            Failed = true;
        }

        StateHasChanged();
    }

    private async Task DoubtAsync()
    {
        if (Model is not { HasSamples: true } model || !model.Chosen.Any(watched => watched.Sensor.IsStopped || watched.IsOverdueAt(Time.GetUtcNow())))
        {
            _doubts = 0;
            return;
        }

        if (_doubts++ % TicksBetweenDoubts != 0) return;
        await TryAsync(async () =>
        {
            var known = await Tiles.ReadStatesAsync(model, Closed);
            // What came meanwhile is newer.
            if (ReferenceEquals(Model, model)) Model = known;
        });
    }
}
