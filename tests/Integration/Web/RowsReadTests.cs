using PowerMeter.Shared.Measurement;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>An answer may read no more than its bins are made of: so it stays as fast as it is.</summary>
public sealed class RowsReadTests(RowsReadFixture fixture) : IClassFixture<RowsReadFixture>
{
    private const int Hour = 3600;
    private const int Day = 24 * Hour;

    // An edge within a minute: the quarters of its hour and the minutes of its quarter, its own among them.
    private const int QuartersOfEdge = 4;
    private const int MinutesOfEdge = 15;

    // The minute of the edge, and 2.5 periods on either side, or one neighbour.
    private const int SamplesOfEdge = 6;

    /// <summary>More often than a plan is made for its parameters, before PostgreSQL takes a general one.</summary>
    private const int Runs = 8;

    [Theory]
    [InlineData(360 * Day, Day)]
    [InlineData(30 * Day, Day)]
    [InlineData(7 * Day, Hour)]
    [InlineData(Day, Hour)]
    public async Task Bins_of_whole_hours_read_their_hours_and_nothing_else(int length, int step)
    {
        var edges = Edges(RowsReadFixture.End - Day - length, length, step);
        (await CountAsync(edges)).ShouldBe(new RowsRead(0, 0, 0, length / Hour));
    }

    [Fact]
    public async Task Bins_of_quarters_read_their_quarters_and_nothing_else() =>
        (await CountAsync(Edges(RowsReadFixture.End - 9 * Day, Day, Hour / 4))).ShouldBe(new RowsRead(0, 0, Day / (Hour / 4), 0));

    [Theory]
    [InlineData(360 * Day, Day)]
    [InlineData(30 * Day, Day)]
    [InlineData(7 * Day, Hour)]
    [InlineData(Day, Hour)]
    [InlineData(Day, Hour / 4)]
    public async Task Bins_between_arbitrary_edges_read_no_more_than_their_ragged_ends_of_each_finer_tier(int length, int step)
    {
        var edges = Edges(RowsReadFixture.End - 2 * Day - length + 1234, length, step);
        var read = await CountAsync(edges);
        read.Samples.ShouldBeInRange(edges.Length, edges.Length * SamplesOfEdge);
        read.Minutes.ShouldBeLessThanOrEqualTo(edges.Length * MinutesOfEdge);
        read.Quarters.ShouldBeLessThanOrEqualTo(edges.Length * QuartersOfEdge);
        read.Hours.ShouldBeLessThanOrEqualTo(length / Hour);
    }

    [Fact]
    public async Task A_list_reads_the_samples_that_it_gives()
    {
        var from = (RowsReadFixture.End - 40 * Day + 1234) * UnixMicroseconds.PerSecond;
        var given = 0;
        var read = await fixture.CountAsync(async () =>
        {
            await foreach (var block in fixture.Samples.StreamBlocksAsync(fixture.Sensor, from, from + Day * UnixMicroseconds.PerSecond, CancellationToken.None))
                given += block.Length;
        });
        given.ShouldBe(Day / RowsReadFixture.PeriodSeconds);
        read.Samples.ShouldBe(given);
    }

    /// <returns>What one of several equal calls reads; they all read the same.</returns>
    private async Task<RowsRead> CountAsync(long[] edges)
    {
        Task CallAsync() => fixture.Energy.ReadAsync(fixture.Sensor, edges, CancellationToken.None);
        var first = await fixture.CountAsync(CallAsync);
        for (var run = 1; run < Runs; run++) (await fixture.CountAsync(CallAsync)).ShouldBe(first);
        return first;
    }

    private static long[] Edges(long fromSecond, int length, int step) =>
        [.. Enumerable.Range(0, length / step + 1).Select(edge => (fromSecond + edge * (long)step) * UnixMicroseconds.PerSecond)];
}
