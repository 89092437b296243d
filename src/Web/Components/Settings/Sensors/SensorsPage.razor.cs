using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Live;
using PowerMeter.Web.Queries;
using PowerMeter.Web.SensorSetup;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Components.Settings.Sensors;

/// <summary>The sensors and how they are, kept up to date by the feed, with all that can be done to them.</summary>
public sealed partial class SensorsPage
{
    private const int TicksBetweenLooks = 5;

    private IReadOnlyList<ListedSensor>? _sensors;
    private bool _isAdmin;
    private string _who = "";
    private string _said = "";
    private bool _failed;
    private bool _outdated;
    private int _ticks;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private SensorQuery Sensors { get; set; } = default!;

    [Inject]
    private SensorChanges Changes { get; set; } = default!;

    [Inject]
    private SiteCache Sites { get; set; } = default!;

    [Inject]
    private FirstPicture<SensorsFirstPicture> First { get; set; } = default!;

    [Inject]
    private ReadOnlyMode ReadOnly { get; set; } = default!;

    private bool MayChange => _isAdmin && !ReadOnly.IsOn;

    protected override async Task OnInitializedAsync()
    {
        var user = (await Authentication).User;
        (_isAdmin, _who) = (user.IsInRole(User.Admin), user.Identity?.Name ?? "");
        _sensors = First.Recent()?.Sensors;
        await ReadAsync();
    }

    protected override void OnAlive() => _outdated = true;

    protected override Task OnEventAsync(FeedEvent happened)
    {
        _outdated |= happened is FeedEvent.NewSamples or FeedEvent.StatusChanged or FeedEvent.ConfigurationChanged or FeedEvent.SamplesDeleted or FeedEvent.Resync;
        return Task.CompletedTask;
    }

    protected override async Task OnTickAsync()
    {
        // A Receiver that dies tells nobody.
        _ticks = (_ticks + 1) % TicksBetweenLooks;
        if (_outdated || _ticks == 0)
        {
            _outdated = false;
            await ReadAsync();
        }

        StateHasChanged();
    }

    private Task DoneAsync(string said)
    {
        _said = said;
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        try
        {
            var now = (await Sensors.ListAsync(Closed)).ToDictionary(sensor => sensor.Id);
            _sensors = [.. (await Changes.ListAsync(Closed)).Concat(await Changes.ListRetiredAsync(Closed)).Select(sensor => new ListedSensor(sensor, now.GetValueOrDefault(sensor.Id)))];
            First.Put(new SensorsFirstPicture(_sensors));
            _failed = false;
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            // It is read every five seconds.
            _failed = true;
        }
        catch (OperationCanceledException) when (Closed.IsCancellationRequested)
        {
            // The page was closed.
        }
    }
}
