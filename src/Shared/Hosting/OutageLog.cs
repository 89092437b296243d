using Microsoft.Extensions.Logging;

namespace PowerMeter.Shared.Hosting;

/// <summary>
/// Tells the log of what is tried again and again: once an outage, not once an attempt. It says as it begins, when its reason
/// becomes another, and as it ends. For several threads.
/// </summary>
/// <param name="trouble">What the log says of it, such as "New samples cannot be read".</param>
public sealed partial class OutageLog(string trouble, TimeProvider time, ILogger logger)
{
    private readonly Lock _gate = new();
    private string? _reason;
    private long _since;

    public void Failed(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        Failed(fault.Message);
    }

    public void Failed(string reason)
    {
        lock (_gate)
        {
            if (_reason == reason) return;
            if (_reason is null)
            {
                _since = time.GetTimestamp();
                Told(logger, trouble, "", reason);
            }
            else
            {
                Told(logger, trouble, $", for {Lasted} now", reason);
            }

            _reason = reason;
        }
    }

    /// <summary>It worked; nothing is said of it while it always does.</summary>
    public void Recovered()
    {
        lock (_gate)
        {
            if (_reason is null) return;
            _reason = null;
            Over(logger, trouble, Lasted);
        }
    }

    /// <summary>In whole seconds.</summary>
    private TimeSpan Lasted => TimeSpan.FromSeconds(Math.Round(time.GetElapsedTime(_since).TotalSeconds));

    // One message for both, so that the board of messages holds the newest alone.
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Trouble}{SoFar}: {Reason}")]
    private static partial void Told(ILogger logger, string trouble, string soFar, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Trouble}: that is over, after {Lasted}")]
    private static partial void Over(ILogger logger, string trouble, TimeSpan lasted);
}
