using Microsoft.Extensions.Logging;
using Npgsql;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Database;

/// <summary>
/// Listens on its own connection and connects again for ever. Since notifications that came while the connection was
/// away are lost, <c>onConnected</c> runs after every LISTEN: look then at what is in the tables.
/// </summary>
public sealed class NotificationListener(NpgsqlDataSource database, TimeProvider time, ILogger<NotificationListener> logger)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <param name="channels">From <see cref="Channels"/>; they are not escaped.</param>
    /// <param name="onConnected">Runs after each connect. Must not throw.</param>
    /// <param name="onNotification">Channel and payload. Must be quick and not throw.</param>
    public async Task RunAsync(
        IReadOnlyCollection<string> channels, Func<CancellationToken, Task> onConnected, Action<string, string> onNotification, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(onConnected);
        var outage = new OutageLog("No notifications from the database, trying again", time, logger);
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(cancel);
                connection.Notification += (_, e) => onNotification(e.Channel, e.Payload);
                await using (var listen = connection.CreateCommand())
                {
                    listen.CommandText = string.Join(';', channels.Select(channel => $"listen {channel}"));
                    await listen.ExecuteNonQueryAsync(cancel);
                }

                outage.Recovered();
                await onConnected(cancel);
                while (true) await connection.WaitAsync(cancel);
            }
            // A connection that broke between two waits is one that was never opened, to the driver.
            catch (Exception e) when (e is InvalidOperationException || DatabaseFault.Is(e))
            {
                outage.Failed(e);
                await Task.Delay(Retry, time, cancel);
            }
        }
    }
}
