using PowerMeter.Web.Live;

namespace PowerMeter.Web.Accounts.Sessions;

/// <summary>Hears from the database that somebody was signed out or changed, here or in another process, and lets nobody go on by what was known before.</summary>
public sealed class AccountWatch(MeasureFeed feed, SessionCheck sessions) : BackgroundService
{
    /// <summary>Who may do what is to be asked again.</summary>
    public event Action? Changed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var happened in feed.SubscribeAsync(stoppingToken))
        {
            if (happened is not (FeedEvent.AccountsChanged or FeedEvent.ConfigurationChanged or FeedEvent.Resync)) continue;
            sessions.ForgetAll();
            Changed?.Invoke();
        }
    }
}
