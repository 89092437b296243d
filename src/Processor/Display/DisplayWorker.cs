using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Processor.Display;

/// <summary>
/// Looks for the display, and has it drawn while it is there. Where there is none nothing is asked of the database and
/// nothing is said; one that goes is looked for again.
/// </summary>
public sealed partial class DisplayWorker(
    DisplayOptions options, FramebufferFinder finder, DisplaySession session, TimeProvider time, ILogger<DisplayWorker> logger) : BackgroundService
{
    /// <summary>How often a display is looked for.</summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.IsOn) return;
        var outage = new OutageLog("No display, looking again every half a minute", time, logger);
        while (true)
        {
            try
            {
                if (finder.FindForUse(options.Device) is { } entry)
                {
                    using var framebuffer = Framebuffer.Open(entry);
                    Found(logger, entry.Device, entry.Name, framebuffer.Geometry.Width, framebuffer.Geometry.Height);
                    outage.Recovered();
                    await session.RunAsync(framebuffer, stoppingToken);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                outage.Failed(e);
            }

            await Task.Delay(LookAgain, time, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The display is {Device} ({Name}), {Width} × {Height} pixels")]
    private static partial void Found(ILogger logger, string device, string name, int width, int height);
}
