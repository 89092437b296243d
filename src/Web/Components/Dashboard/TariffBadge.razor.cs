using Microsoft.AspNetCore.Components;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Components.Dashboard;

/// <summary>The tariff now, in the head of every page. It wakes only when the tariff or the contracts change.</summary>
public sealed partial class TariffBadge
{
    /// <summary>The words may say a day of the week until a day before the change: look again now and then.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private TariffWords? _tariff;
    private ITimer? _timer;

    [Inject]
    private SiteCache Sites { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    public void Dispose()
    {
        Sites.Reloaded -= Wake;
        _timer?.Dispose();
    }

    protected override void OnInitialized() => Read();

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        _timer = Time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Sites.Reloaded += Wake;
        SetTimer();
    }

    private void Wake() => _ = InvokeAsync(() =>
    {
        Read();
        SetTimer();
        StateHasChanged();
    });

    private void Read()
    {
        try
        {
            _tariff = TariffWords.Of(Sites.Current, Time.GetCurrentInstant(), Text);
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            // The database has not answered since the start: the site is read again when it does, and this wakes.
            _tariff = null;
        }
    }

    private void SetTimer()
    {
        var wait = _tariff?.NextChange is { } next ? (next - Time.GetCurrentInstant()).ToTimeSpan() : Longest;
        _timer?.Change(TimeSpan.FromTicks(Math.Clamp(wait.Ticks, TimeSpan.TicksPerSecond, Longest.Ticks)), Timeout.InfiniteTimeSpan);
    }
}
