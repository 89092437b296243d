using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using PowerMeter.Shared.Database;
using PowerMeter.Web.Components.W3bstream;
using PowerMeter.Web.Live;
using PowerMeter.Web.Queries;
using PowerMeter.Web.Server;
using PowerMeter.Web.W3bstream;

namespace PowerMeter.Web.Components.Pages;

/// <summary>How the signed readings get on, how they are set, and what they should earn; kept up to date by the feed.</summary>
public sealed partial class W3bstreamPage
{
    private const int MostRefused = 20;

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
    private ReadOnlyMode ReadOnly { get; set; } = default!;

    [Inject]
    private FirstPicture<W3bstreamFirstPicture> First { get; set; } = default!;

    /// <summary>The names of those that should be read and are paused.</summary>
    private IReadOnlyList<string> Paused => [.. _sensors.Where(sensor => !sensor.Enabled && _state!.Sensors.Contains(sensor.Id)).Select(sensor => sensor.Name)];

    private bool MayChange => _isAdmin && !ReadOnly.IsOn;

    protected override bool MissesSomething => _failed;

    protected override async Task OnInitializedAsync()
    {
        var user = (await Authentication).User;
        (_isAdmin, _who) = (user.IsInRole(User.Admin), user.Identity?.Name ?? "");
        if (First.Recent() is { } first) (_state, _sensors, _refused) = (first.State, first.Sensors, first.Refused);
        await ReadAsync();
    }

    protected override void OnAlive() => _outdated = true;

    protected override Task OnEventAsync(FeedEvent happened)
    {
        _outdated |= Concerns(happened);
        return Task.CompletedTask;
    }

    private bool Concerns(FeedEvent happened) => happened switch
    {
        FeedEvent.W3bstreamChanged or FeedEvent.ConfigurationChanged or FeedEvent.Resync => true,
        // The expected rate is that of the last half minute.
        FeedEvent.NewSamples news => _state?.Sensors.Contains(news.SensorId) == true,
        _ => false,
    };

    protected override async Task OnTickAsync()
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
            var state = await Reader.ReadAsync(Closed);
            IReadOnlyList<OutboxReading> refused = state.Status.FailedNow == 0 ? [] : await Outbox.ListAsync(OutboxQuery.Failed, OutboxCursor.Start, MostRefused, Closed);
            _sensors = await Sensors.ListAsync(Closed);
            (_state, _refused, _failed) = (state, refused, false);
            First.Put(new W3bstreamFirstPicture(state, _sensors, _refused));
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            // Read again in a while, or at once when the feed lost the database too and says that it is back.
            _failed = true;
        }
    }
}
