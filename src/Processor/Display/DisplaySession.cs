using Microsoft.Extensions.Logging;
using NodaTime;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Display;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Processor.Display;

/// <summary>
/// Keeps a display up to date: it draws when something changed, at most once a second, once a minute for the clock, and
/// when the last sample grows old; it writes only what looks different.
/// </summary>
public sealed partial class DisplaySession(
    DisplayOptions options, DisplayStateReader reader, NotificationListener listener, TimeProvider time, ILogger<DisplaySession> logger)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>How soon a database that is away is asked again.</summary>
    private static readonly Duration AskAgain = Duration.FromSeconds(5);

    private static readonly string[] Listened = [Channels.Measures, Channels.Energy, Channels.W3bstream, Channels.Configuration, Channels.Status];

    private bool _siteIsOld;
    private Instant? _awaySince;

    /// <summary>Runs until the display is gone or it is cancelled.</summary>
    /// <exception cref="DisplayException">The display is gone.</exception>
    public async Task RunAsync(Framebuffer framebuffer, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(framebuffer);
        using var signal = new WorkSignal();
        _siteIsOld = true;
        void Wake(string channel)
        {
            if (channel == Channels.Configuration) Volatile.Write(ref _siteIsOld, true);
            signal.Ring();
        }

        Task OnConnected(CancellationToken _)
        {
            // What was notified while nobody listened is lost.
            Wake(Channels.Configuration);
            return Task.CompletedTask;
        }

        await Loops.RunAsync(
            [stop => listener.RunAsync(Listened, OnConnected, (channel, _) => Wake(channel), stop), stop => DrawAsync(framebuffer, signal, stop)], cancel);
    }

    private async Task DrawAsync(Framebuffer framebuffer, WorkSignal signal, CancellationToken cancel)
    {
        PicturePair? pictures = null;
        var choices = DisplayChoices.None;
        // By the injected clock, which the signal does not know.
        await using var timer = time.CreateTimer(_ => signal.Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (true)
        {
            await signal.WaitAsync(Timeout.InfiniteTimeSpan, cancel);
            var reading = await ReadAsync(cancel);
            if (!framebuffer.Entry.IsThere) throw new DisplayException($"{framebuffer.Entry.Device} ({framebuffer.Entry.Name}) is gone.");
            // While the database is away the last choices hold.
            choices = reading.Choices ?? choices;
            var rotation = choices.Rotation ?? options.Rotation;
            if (pictures?.Rotation != rotation) pictures = new PicturePair(framebuffer.Geometry.Width, framebuffer.Geometry.Height, rotation);
            if (pictures.Draw(reading.State, choices.Language ?? options.Language) is { } picture) framebuffer.Show(picture);
            await Task.Delay(Pace, time, cancel);
            timer.Change(UntilNext(reading, time.GetCurrentInstant()), Timeout.InfiniteTimeSpan);
        }
    }

    private async Task<DisplayReading> ReadAsync(CancellationToken cancel)
    {
        try
        {
            // Before it is read: what is notified meanwhile counts for the next time.
            var siteAnew = Interlocked.Exchange(ref _siteIsOld, false);
            var reading = await reader.ReadAsync(siteAnew, cancel);
            _awaySince = null;
            return reading;
        }
        catch (Exception e) when ((e is SettingException || DatabaseFault.Is(e)) && !cancel.IsCancellationRequested)
        {
            Volatile.Write(ref _siteIsOld, true);
            var now = time.GetCurrentInstant();
            if (_awaySince is null) NotRead(logger, e.Message);
            _awaySince ??= now;
            return new DisplayReading(reader.Away(_awaySince), now + AskAgain);
        }
    }

    /// <summary>Until the minute ends, or what is shown grows old, whichever is sooner.</summary>
    internal static TimeSpan UntilNext(DisplayReading reading, Instant now)
    {
        ArgumentNullException.ThrowIfNull(reading);
        const long Minute = NodaConstants.TicksPerMinute;
        var next = Instant.FromUnixTimeTicks((now.ToUnixTimeTicks() / Minute + 1) * Minute);
        if (reading.FreshUntil is { } freshUntil) next = Instant.Min(next, freshUntil);
        return Instant.Max(next, now).Minus(now).ToTimeSpan();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The display shows that the database is away: {Reason}")]
    private static partial void NotRead(ILogger logger, string reason);
}
