using PowerMeter.Shared.W3bstream;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using static PowerMeter.Tests.Integration.Processor.W3bstream.ReadingHouse;

namespace PowerMeter.Tests.Integration.Processor.W3bstream;

/// <summary>Sessions killed and parts restarted at random, while samples come: in time, late or never.</summary>
public sealed class ReadingFaultTests : IAsyncLifetime
{
    private readonly List<(long Time, double Watts)>[] _samples = [[], []];
    private readonly List<(int Sensor, List<(long Time, double Watts)> Samples)> _late = [];
    private readonly List<OutboxRow> _delivered = [];
    private ReadingHouse _house = null!;
    private int[] _sensors = [];

    public async ValueTask InitializeAsync()
    {
        _house = await ReadingHouse.CreateAsync();
        _sensors = [await _house.AddSensorAsync(), await _house.AddSensorAsync(0.5)];
    }

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    private double Elapsed => (_house.Now - Start) / (double)Second;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public async Task Each_window_that_samples_cover_is_made_once_and_no_other(int seed, bool late)
    {
        var random = new Random(seed);
        var settings = await _house.ForwardAsync(set: $"sensors = '{{{_sensors[0]},{_sensors[1]}}}'");
        var killing = true;
        var dice = new Random(seed + 100);
        _house.Messages.Before = _ =>
        {
            if (Volatile.Read(ref killing) && dice.Next(40) == 0) _house.KillSessionsAsync().GetAwaiter().GetResult();
        };
        await LiveAsync(random, settings, late);
        Volatile.Write(ref killing, false);
        await ShouldEndWellAsync(settings, values: !late);
    }

    private async Task LiveAsync(Random random, W3bstreamSettings settings, bool late)
    {
        var part = _house.StartPart(settings);
        for (var step = 0; step < 60; step++)
        {
            var until = Math.Floor(Elapsed) + random.Next(1, 13);
            for (var i = 0; i < 2; i++) await SampleAsync(random, i, until, late);
            _house.Time.Advance(TimeSpan.FromSeconds(until - Elapsed));
            if (random.Next(4) == 0) await _house.KillSessionsAsync();
            if (random.Next(3) == 0) _delivered.AddRange(await _house.TakeAsync());
            if (_late.Count > 0 && random.Next(8) == 0) await BringLateAsync();
            if (random.Next(6) != 0) continue;
            await part.DisposeAsync();
            part = _house.StartPart(settings);
        }

        await BringLateAsync();
        await part.DisposeAsync();
    }

    /// <summary>Samples up to a moment; some stretches come late, or never.</summary>
    private async Task SampleAsync(Random random, int i, double until, bool late)
    {
        var from = Math.Floor(Elapsed) + 1;
        var samples = Line(from + i * 0.1, until, i == 0 ? 1 : 0.5).Select(sample => (sample.Time, Math.Round(random.NextDouble() * 100, 1))).ToList();
        var fate = random.Next(12);
        if (samples.Count == 0 || fate == 0) return;
        _samples[i].AddRange(samples);
        if (late && fate < 4) _late.Add((i, samples));
        else await _house.InsertAsync(_sensors[i], samples);
    }

    private async Task BringLateAsync()
    {
        foreach (var (i, samples) in _late) await _house.InsertAsync(_sensors[i], samples);
        _late.Clear();
    }

    private async Task ShouldEndWellAsync(W3bstreamSettings settings, bool values)
    {
        var expected = ReferenceWindows.All(
            [.. _samples.Select(samples => new ReferenceWindows.Sensor(samples, 10 * Second))], Start, _house.Now + 10 * Second, 5 * Second);
        await using (_house.StartPart(settings))
            await Eventually.BecomesTrueAsync($"{expected.Count} windows", async () =>
            {
                _house.Time.Advance(TimeSpan.FromSeconds(1));
                _delivered.AddRange(await _house.TakeAsync());
                return _delivered.Count >= expected.Count && Elapsed > (_samples.Max(samples => samples[^1].Time) - Start) / (double)Second + 200;
            });
        _delivered.Select(row => row.Start).Order().ShouldBe(expected.Keys.Order());
        if (!values) return;
        foreach (var row in _delivered)
        {
            row.Watts.ShouldBe(expected[row.Start].Watts, 1e-7);
            row.CoveredSeconds.ShouldBe(expected[row.Start].Covered / (double)Second);
        }

        (await _house.Database.Owner.ScalarAsync<double>("select sum(covered_s) from reward_quarters")).ShouldBe(_delivered.Sum(row => row.CoveredSeconds), 1e-6);
    }
}
