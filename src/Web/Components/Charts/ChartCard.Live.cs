using Microsoft.JSInterop;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Charts;

/// <summary>How the line of power goes on while samples come.</summary>
public sealed partial class ChartCard
{
    /// <summary>Adds new samples to the live line, past the renderer.</summary>
    public async Task AppendAsync(IReadOnlyList<StoredSample> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (_drawing is null || _drawn is not { Live: true, Kind: "line" }) return;
        await CallAsync(() => _drawing.InvokeVoidAsync(
            "append", _closed.Token, samples.Select(sample => sample.Time / 1000).ToArray(), samples.Select(sample => sample.Watts).ToArray()));
    }

    /// <summary>The live line of several sensors goes on to its newest samples.</summary>
    public async Task FollowAsync()
    {
        if (_closed.IsCancellationRequested || _drawing is null || _loading is not null || _data is not { Live: true, Kind: "line", Step: > 0 } line || !ReferenceEquals(line, _drawn)) return;
        try
        {
            if (await Reader.ReadEndAsync(line, View, ChartSensors, _closed.Token) is not var (kept, end))
            {
                // As often as it shows anything new.
                if (Time.GetUtcNow().ToUnixTimeMilliseconds() - line.Now >= line.Step) await RefreshAsync();
                return;
            }

            if (!ReferenceEquals(line, _data)) return;
            _data = _drawn = LiveSum.Join(line, kept, end);
            await CallAsync(() => _drawing.InvokeVoidAsync("extend", _closed.Token, end.Times, end.Watts, end.Series.Select(series => series.Heights).ToArray(), end.MinWatts, end.MaxWatts));
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page was closed.
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            // The feed says Resync when the database is back; until then the line ends where it was known.
        }
    }
}
