using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

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
        string? said = null;
        while (true)
        {
            try
            {
                if (finder.FindForUse(options.Device) is { } entry)
                {
                    using var framebuffer = Framebuffer.Open(entry);
                    Found(logger, entry.Device, entry.Name, framebuffer.Geometry.Width, framebuffer.Geometry.Height);
                    said = null;
                    await session.RunAsync(framebuffer, stoppingToken);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Once, and not every half a minute.
                if (said != e.Message) NoDisplay(logger, e.Message);
                said = e.Message;
            }

            await Task.Delay(LookAgain, time, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The display is {Device} ({Name}), {Width} × {Height} pixels")]
    private static partial void Found(ILogger logger, string device, string name, int width, int height);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No display, looking again every half a minute: {Reason}")]
    private static partial void NoDisplay(ILogger logger, string reason);
}
