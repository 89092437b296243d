using NodaTime;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

public sealed class BatchCollectorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly SampleQueue _queue = new();
    private readonly List<Sample> _batch = [];
    private readonly BatchCollector _collector;
    private int _made;

    public BatchCollectorTests() => _collector = new BatchCollector(_queue, BatchOptions.Default with { MaxSamples = 5 }, _time);

    [Fact]
    public async Task A_sample_after_a_quiet_time_is_written_at_once()
    {
        var collecting = Collect();
        collecting.IsCompleted.ShouldBeFalse();
        await AddAsync(1);
        await collecting.WaitAsync(Patience, TestContext.Current.CancellationToken);
        _batch.Count.ShouldBe(1);

        _time.Advance(TimeSpan.FromSeconds(8));
        await AddAsync(1);
        await Collect().WaitAsync(Patience, TestContext.Current.CancellationToken);
        _batch.Count.ShouldBe(1);
    }

    [Fact]
    public async Task After_a_write_samples_wait_until_a_second_has_passed_since_it_began()
    {
        await AddAsync(1);
        await Collect();
        _time.Advance(TimeSpan.FromSeconds(0.4));
        await AddAsync(2);
        var collecting = Collect();
        _time.Advance(TimeSpan.FromSeconds(0.599));
        collecting.IsCompleted.ShouldBeFalse();
        await AddAsync(1);
        _time.Advance(TimeSpan.FromSeconds(0.001));
        await collecting.WaitAsync(Patience, TestContext.Current.CancellationToken);
        _batch.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_full_batch_does_not_wait()
    {
        await AddAsync(1);
        await Collect();
        await AddAsync(2);
        var collecting = Collect();
        collecting.IsCompleted.ShouldBeFalse();
        await AddAsync(4);
        await collecting.WaitAsync(Patience, TestContext.Current.CancellationToken);
        _batch.Count.ShouldBe(5);
        await Collect(expectMore: false);
    }

    [Fact]
    public async Task What_was_taken_out_of_the_queue_is_there_after_stopping()
    {
        await AddAsync(1);
        await Collect();
        await AddAsync(3);
        using var stop = new CancellationTokenSource();
        _batch.Clear();
        var collecting = _collector.CollectAsync(_batch, stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => collecting.WaitAsync(Patience, TestContext.Current.CancellationToken));
        _batch.Count.ShouldBe(3);
    }

    private async Task Collect(bool expectMore = true)
    {
        _batch.Clear();
        var collecting = _collector.CollectAsync(_batch, CancellationToken.None);
        if (!expectMore)
        {
            // One is left over from the full batch; it has to wait for the second to pass.
            collecting.IsCompleted.ShouldBeFalse();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await collecting.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    private async Task AddAsync(int count)
    {
        for (; count > 0; count--)
            await _queue.WriteAsync(new Sample(1, Instant.FromUtc(2026, 3, 1, 12, 0) + Duration.FromMilliseconds(_made++), 1), CancellationToken.None);
    }
}
