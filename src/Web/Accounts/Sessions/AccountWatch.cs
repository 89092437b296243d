using PowerMeter.Shared.Database;
using PowerMeter.Web.Live;

namespace PowerMeter.Web.Accounts.Sessions;

/// <summary>Hears from the database that somebody was signed out or changed, here or in another process, and lets nobody go on by what was known before.</summary>
public sealed class AccountWatch : BackgroundService
{
    private readonly MeasureFeed _feed;
    private readonly SessionCheck _sessions;
    private readonly SchemaGuard _guard;
    private volatile bool _isAnother;

    public AccountWatch(MeasureFeed feed, SessionCheck sessions, SchemaGuard guard)
    {
        (_feed, _sessions, _guard) = (feed, sessions, guard);
        _guard.EpochChanged += () => _isAnother = true;
    }

    /// <summary>Who may do what is to be asked again.</summary>
    public event Action? Changed;

    /// <summary>
    /// Whether the database was replaced under this process, which therefore ends and is started anew: a page that was sent elsewhere now
    /// would find nobody there. Left as it is, it waits and comes back by itself.
    /// </summary>
    public async Task<bool> IsEndingAsync(CancellationToken cancel)
    {
        try
        {
            await _guard.LookAsync(cancel);
        }
        catch (Exception e) when (e is TimeoutException || DatabaseFault.Is(e))
        {
            // Away: nobody was signed out for that.
        }

        return _isAnother;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var happened in _feed.SubscribeAsync(stoppingToken))
        {
            if (happened is not (FeedEvent.AccountsChanged or FeedEvent.ConfigurationChanged or FeedEvent.Resync)) continue;
            _sessions.ForgetAll();
            Changed?.Invoke();
        }
    }
}
