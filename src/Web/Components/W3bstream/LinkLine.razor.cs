using System.Globalization;
using Microsoft.AspNetCore.Components;
using PowerMeter.Shared.W3bstream;
using PowerMeter.Web.Live;

namespace PowerMeter.Web.Components.W3bstream;

/// <summary>One line of the dashboard: how the readings get on. Nothing while none are sent.</summary>
public sealed partial class LinkLine
{
    private bool _outdated;
    private bool _failed;

    /// <summary>Comes from the first picture, so that nothing jumps.</summary>
    [PersistentState]
    public LinkGlance? Glance { get; set; }

    [Inject]
    private W3bstreamSettingsReader Settings { get; set; } = default!;

    [Inject]
    private W3bstreamStatusReader Status { get; set; } = default!;

    private DateTimeOffset Now => Time.GetUtcNow();

    protected override Task OnInitializedAsync() => Glance is null ? ReadAsync() : Task.CompletedTask;

    protected override bool MissesSomething => _failed;

    protected override void OnAlive() => _outdated = true;

    protected override Task OnEventAsync(FeedEvent happened)
    {
        _outdated |= Concerns(happened);
        return Task.CompletedTask;
    }

    private bool Concerns(FeedEvent happened) => happened switch
    {
        FeedEvent.W3bstreamChanged or FeedEvent.ConfigurationChanged or FeedEvent.Resync => true,
        // The status changes with each attempt only, and between two of them ever more waits.
        FeedEvent.NewSamples => Glance is { IsForwarding: true } and ({ Waiting: > 0 } or { Fault: not null }),
        _ => false,
    };

    protected override async Task OnTickAsync()
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
            Glance = LinkGlance.Of(await Settings.ReadAsync(Closed), await Status.ReadAsync(Closed));
            _failed = false;
            StateHasChanged();
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            // The page says that the database is away; it is read again in a while, or at once when the feed says that it is back.
            _failed = true;
        }
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.CurrentCulture);
}
