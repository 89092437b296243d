using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Queries;

/// <summary>
/// The site as it is now, without a query a page. It is read at start, and again when its tables change. A change that
/// makes no sense is logged, and the site stays as it was until it is corrected.
/// </summary>
public sealed partial class SiteCache(SiteReader reader, TimeProvider time, ILogger<SiteCache> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly WorkSignal _changed = new();
    private readonly SemaphoreSlim _reading = new(1);
    private readonly OutageLog _outage = new("The site's settings cannot be read", time, logger);
    private volatile Site? _site;

    /// <summary>The site was read again; <see cref="Current"/> is the new one.</summary>
    public event Action? Reloaded;

    /// <exception cref="NpgsqlException">The database has not answered since the start.</exception>
    public Site Current => _site ?? throw new NpgsqlException("The database has not answered yet.");

    /// <summary>As <see cref="Current"/>; null before the database has answered for the first time.</summary>
    public Site? Known => _site;

    /// <summary>Reads it again soon.</summary>
    public void Invalidate() => _changed.Ring();

    /// <summary>Returns when the site has been read since it was the stale one: for whoever saw that its tariffs have changed.</summary>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task RefreshAsync(Site stale, CancellationToken cancel)
    {
        await _reading.WaitAsync(cancel);
        try
        {
            if (ReferenceEquals(_site, stale)) await ReadAsync(cancel);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Returns when the site has been read: for a process that needs it only at times, and so does not host this service.</summary>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    /// <exception cref="SettingException">The site makes no sense, and none is known from before.</exception>
    public async Task ReadAgainAsync(CancellationToken cancel)
    {
        await _reading.WaitAsync(cancel);
        try
        {
            await ReadAsync(cancel);
        }
        finally
        {
            _reading.Release();
        }
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
            await _changed.WaitAsync(Timeout.InfiniteTimeSpan, stoppingToken);
            while (!await ReloadAsync(stoppingToken)) await Task.Delay(Retry, time, stoppingToken);
        }
    }

    private async Task<bool> ReloadAsync(CancellationToken cancel)
    {
        await _reading.WaitAsync(cancel);
        try
        {
            await ReadAsync(cancel);
            _outage.Recovered();
            return true;
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            _outage.Failed(e);
            return false;
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        try
        {
            _site = await reader.ReadAsync(cancel);
            Reloaded?.Invoke();
        }
        catch (SettingException e) when (_site is { } known)
        {
            Wrong(logger, e.Message);
            // The correction will be notified; until then what there is answers for the version that nobody understands.
            _site = known with { TariffVersion = await reader.ReadVersionAsync(cancel) };
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The site stays as it was: {Reason}")]
    private static partial void Wrong(ILogger logger, string reason);
}
