using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Web.Queries;

/// <summary>
/// The site as it is now, without a query a page. It is read at start, and again when its tables change. A change that
/// makes no sense is logged, and the site stays as it was until it is corrected.
/// </summary>
public sealed partial class SiteCache(SiteReader reader, TimeProvider time, ILogger<SiteCache> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _changed = new(1);
    private volatile Site? _site;

    /// <summary>The site was read again; <see cref="Current"/> is the new one.</summary>
    public event Action? Reloaded;

    /// <exception cref="NpgsqlException">The database has not answered since the start.</exception>
    public Site Current => _site ?? throw new NpgsqlException("The database has not answered yet.");

    /// <summary>Reads it again soon.</summary>
    public void Invalidate()
    {
        if (_changed.CurrentCount == 0) _changed.Release();
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ReloadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _changed.WaitAsync(stoppingToken);
            while (!await ReloadAsync(stoppingToken)) await Task.Delay(Retry, time, stoppingToken);
        }
    }

    private async Task<bool> ReloadAsync(CancellationToken cancel)
    {
        try
        {
            _site = await reader.ReadAsync(cancel);
            Reloaded?.Invoke();
            return true;
        }
        catch (Exception e) when (e is NpgsqlException || e.InnerException is NpgsqlException)
        {
            DatabaseAway(logger, e.Message);
            return false;
        }
        catch (SettingException e) when (_site is not null)
        {
            Wrong(logger, e.Message);
            return true; // the correction will be notified
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The site stays as it was: {Reason}")]
    private static partial void Wrong(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The site's settings cannot be read: {Reason}")]
    private static partial void DatabaseAway(ILogger logger, string reason);
}
