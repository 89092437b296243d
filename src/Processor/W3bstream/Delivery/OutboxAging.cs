using Microsoft.Extensions.Logging;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>Drops what is older than the user wants it delivered, if the clock may be believed: see <see cref="ClockAgreement"/>.</summary>
internal sealed partial class OutboxAging(OutboxDesk desk, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SayAgain = TimeSpan.FromHours(1);

    private readonly ClockAgreement _clock = new(time);
    private long? _said;
    private long _unsaid;

    public async Task RunAsync(TimeSpan maxAge, CancellationToken cancel)
    {
        while (true)
        {
            if (_clock.Look()) Say(await desk.DropAsync((time.GetCurrentInstant() - NodaTime.Duration.FromTimeSpan(maxAge)).ToUnixMicroseconds(), cancel), maxAge);
            await Task.Delay(LookEvery, time, cancel);
        }
    }

    private void Say(int dropped, TimeSpan maxAge)
    {
        _unsaid += dropped;
        if (_unsaid == 0 || (_said is { } said && time.GetElapsedTime(said) < SayAgain)) return;
        Dropped(logger, _unsaid, SettingReader.FormatDuration(maxAge));
        _said = time.GetTimestamp();
        _unsaid = 0;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} readings waited for more than {MaxAge} and were dropped")]
    private static partial void Dropped(ILogger logger, long count, string maxAge);
}
