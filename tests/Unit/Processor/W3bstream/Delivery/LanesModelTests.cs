using PowerMeter.Processor.W3bstream.Delivery;
using PowerMeter.Shared.Measurement;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream.Delivery;

/// <summary>Random runs of a network that comes and goes and a table in memory.</summary>
public sealed class LanesModelTests
{
    private const long Second = UnixMicroseconds.PerSecond;

    private readonly Lanes _lanes = new();
    private readonly SortedDictionary<long, OutboxRow> _table = []; // by id; windows are made in their order here
    private readonly List<OutboxRow> _sentBacklog = [];
    private readonly List<OutboxRow> _sentLive = [];
    private readonly Dictionary<Lane, OutboxRow> _onTheWay = [];
    private readonly List<OutboxRow> _unwritten = [];
    private long _now = 1_790_000_000 * Second;
    private bool _away;
    private long _id;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Each_is_taken_once_by_one_lane_in_order_and_none_is_left(int seed)
    {
        var random = new Random(seed);
        for (var step = 0; step < 6_000; step++) Step(random.Next(12), random);
        _away = false;
        for (var step = 0; step < 40_000 && (_table.Count > 0 || _onTheWay.Count > 0); step++) Step(4 + step % 5, random);
        _table.Count.ShouldBe(0);
        var sent = _sentBacklog.Concat(_sentLive).Select(row => row.Id).ToList();
        sent.Order().ShouldBe(Enumerable.Range(1, (int)_id).Select(id => (long)id));
        _sentLive.Select(row => row.WindowEnd).ShouldBeInOrder();
        _sentLive.Count.ShouldBeGreaterThan(50);
        _sentBacklog.Count.ShouldBeGreaterThan(50);
    }

    private void Step(int what, Random random)
    {
        switch (what)
        {
            case 0: // a window is made, or a flood after a pause
                for (var count = random.Next(40) == 0 ? 40 : 1; count > 0; count--)
                {
                    _now += 5 * Second;
                    _table[++_id] = new OutboxRow(_id, _now, Guid.Empty, []);
                }

                break;
            case 1 or 2:
                if (random.Next(30) == 0) _away = !_away;
                break;
            case 3: _now += random.Next(3) * Second; break;
            case 4: Fill(Lane.Backlog); break;
            case 5: Fill(Lane.Live); break;
            case 6 or 7: Send(what == 6 ? Lane.Backlog : Lane.Live); break;
            case 8: Write(); break;
            default: Answer(what % 2 == 0 ? Lane.Backlog : Lane.Live); break;
        }

        if (what is 6 or 7) Answer(what == 6 ? Lane.Backlog : Lane.Live);
    }

    private void Fill(Lane lane)
    {
        if (!_away && _lanes.NeedsBoundary) _lanes.Begin(_table.Count > 0 ? _table.Values.Max(row => row.WindowEnd) : null, _now);
        var after = _lanes.LiveAfter(_now);
        if (lane == Lane.Live && after is null) return;
        var held = _lanes.Held.ToHashSet();
        _lanes.Fill(lane, _table.Values.Where(row => !held.Contains(row.Id)
            && (after is null || (lane == Lane.Live ? row.WindowEnd > after : row.WindowEnd <= after))).Take(20));
    }

    private void Send(Lane lane)
    {
        if (_onTheWay.ContainsKey(lane) || _lanes.Take(lane, _now) is not { } row) return;
        _onTheWay.Values.ShouldNotContain(row);
        _onTheWay[lane] = row;
    }

    private void Answer(Lane lane)
    {
        if (!_onTheWay.Remove(lane, out var row)) return;
        if (_away)
        {
            _lanes.Close();
            _lanes.Release(row);
            return;
        }

        (lane == Lane.Live ? _sentLive : _sentBacklog).Add(row);
        _unwritten.Add(row);
    }

    private void Write()
    {
        foreach (var row in _unwritten) _table.Remove(row.Id);
        _lanes.Forget(_unwritten.Select(row => row.Id));
        _unwritten.Clear();
    }
}
