using Microsoft.Extensions.Logging;
using Npgsql;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream;

/// <summary>Says how the device is known, also when another key is imported. While the key cannot be used it says so, and tries again.</summary>
internal sealed partial class IdentityStep(IIdentityRecord identity, FaultNote fault, TimeProvider time, ILogger logger) : IW3bstreamPart
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task RunAsync(W3bstreamSettings settings, CancellationToken cancel)
    {
        Sentence? said = null;
        while (true)
        {
            try
            {
                await identity.WriteAsync(cancel);
                if (said is not null) await fault.ClearAsync(said, cancel);
                said = null;
            }
            catch (SettingException e)
            {
                if (said?.ToString() != e.Message) NotKnown(logger, e.Message);
                said = e.Sentence;
            }

            if (said is not null) await fault.SayAsync(said, cancel);
            await Task.Delay(LookAgain, time, cancel);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The device's identity for W3bstream cannot be used: {Reason}")]
    private static partial void NotKnown(ILogger logger, string reason);
}
