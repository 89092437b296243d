using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream;

/// <summary>Runs a part until it is cancelled. What fails outside this program ends the part, and it begins again after a pause.</summary>
internal sealed partial class PartRunner(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>What ran for so long had begun well.</summary>
    private static readonly TimeSpan RanWell = TimeSpan.FromMinutes(1);

    /// <returns>When it has been cancelled, or the part has nothing more to do. An error in this program is thrown.</returns>
    public async Task RunAsync(IW3bstreamPart part, W3bstreamSettings settings, CancellationToken cancel)
    {
        var pause = FirstPause;
        while (true)
        {
            var began = time.GetTimestamp();
            try
            {
                await part.RunAsync(settings, cancel);
                return;
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (CanHeal(e))
            {
                // What comes of the cancelling is no failure.
                if (cancel.IsCancellationRequested) return;
                if (time.GetElapsedTime(began) >= RanWell) pause = FirstPause;
                Failed(logger, part.GetType().Name, pause, e.Message);
            }

            await Task.Delay(pause, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancel.IsCancellationRequested) return;
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Whether it can be mended without another version of this program.</summary>
    public static bool CanHeal(Exception e) =>
        e is SettingException or IOException or UnauthorizedAccessException or HttpRequestException or CryptographicException
            or TimeoutException or OperationCanceledException { InnerException: TimeoutException } || DatabaseFault.Is(e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Part} of W3bstream failed and begins again in {Pause}: {Reason}")]
    private static partial void Failed(ILogger logger, string part, TimeSpan pause, string reason);
}
