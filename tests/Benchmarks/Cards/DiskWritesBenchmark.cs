using System.Globalization;

namespace PowerMeter.Benchmarks.Cards;

/// <summary>What a base station writes a day, which wears an SD card: measured for some minutes, and laid out over a day.</summary>
internal static class DiskWritesBenchmark
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Steady = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AfterCheckpoint = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Megabytes a day that one sensor of 8 s may cost.</summary>
    private const double Allowed = 300;

    /// <summary>With the setting for cards.</summary>
    private const double AllowedOnCards = 150;

    private static readonly Dictionary<string, string> None = [];

    private static readonly CardSetting Defaults = new(
        "PostgreSQL's defaults", TimeSpan.FromMinutes(5),
        new Dictionary<string, string> { ["wal_writer_delay"] = "200ms", ["wal_compression"] = "off", ["autovacuum_naptime"] = "1min", ["max_wal_size"] = "1GB" }, None);

    private static readonly CardSetting DropIn = new("system/postgresql/powermeter.conf", TimeSpan.FromMinutes(30), None, None);

    private static readonly CardSetting CardSaver = DropIn with
    {
        Name = "the same, and Batch:FlushEach false",
        Receiver = new Dictionary<string, string> { ["Batch__FlushEach"] = "false" },
    };

    public static async Task RunAsync(Report report)
    {
        report.Section("What is written to the disk in a day", string.Create(CultureInfo.InvariantCulture, $"One simulated sensor of 8 s, the three processes and a PostgreSQL server, nobody signed in; several of these base stations at the same time, one a setting. Measured is what all of their processes have written (wchar of /proc/PID/io) for {Steady.TotalMinutes:0} minutes, then a checkpoint and the {AfterCheckpoint.TotalMinutes:0} minutes after it, in which whole pages are logged again. A day is {Day.TotalSeconds:N0} s of the steady rate and as many checkpoints as the setting makes of it. Megabytes are millions of bytes. The file system's journal is not in it. The baseline is PostgreSQL's defaults."));
        List<CardStation> stations = [];
        try
        {
            foreach (var setting in (CardSetting[])[Defaults, DropIn, CardSaver]) stations.Add(await CardStation.StartAsync(setting));
            await MeasureAsync(report, stations);
        }
        finally
        {
            foreach (var station in stations) await station.DisposeAsync();
        }
    }

    private static async Task MeasureAsync(Report report, List<CardStation> stations)
    {
        foreach (var station in stations) await station.SettleAsync();
        await Task.Delay(WarmUp, TimeProvider.System);
        var steady = await StretchAsync(stations, Steady, station => Task.CompletedTask);
        var checkpoint = await StretchAsync(stations, AfterCheckpoint, station => station.CheckpointAsync());
        var days = stations.Select((station, i) => DayOf(steady[i], checkpoint[i], station.Setting.Checkpoints)).ToList();
        for (var i = 0; i < stations.Count; i++)
        {
            var (name, day, allowed) = (stations[i].Setting.Name, days[i], stations[i].Setting == CardSaver ? AllowedOnCards : Allowed);
            var baseline = i == 0 ? "" : Megabytes(days[0].Sum(kind => kind.Value));
            report.Row($"**{name}**, all in all", $"{Megabytes(day.Sum(kind => kind.Value))} a day", baseline, i == 0 ? "" : $"under {allowed} MB", i == 0 ? null : day.Sum(kind => kind.Value) < allowed * 1e6);
            foreach (var (kind, bytes) in day) report.Row($"{name}: {kind}", Megabytes(bytes), i == 0 ? "" : Megabytes(days[0][kind]));
            report.Row($"{name}: for each checkpoint, of the above", Megabytes(CheckpointOf(steady[i], checkpoint[i]).Sum(kind => kind.Value)));
            report.Row($"{name}: PostgreSQL's log itself, without checkpoints", Megabytes(steady[i].LogBytes * (Day / Steady)));
            report.Row($"{name}: samples in the {Steady.TotalMinutes:0} minutes", $"{steady[i].Samples}", "", "at least 70", steady[i].Samples >= 70);
        }
    }

    private static async Task<List<Stretch>> StretchAsync(List<CardStation> stations, TimeSpan length, Func<CardStation, Task> begin)
    {
        List<(WrittenBytes Written, long Log, long Samples)> before = [], after = [];
        foreach (var station in stations) before.Add(await ReadAsync(station));
        foreach (var station in stations) await begin(station);
        await Task.Delay(length, TimeProvider.System);
        foreach (var station in stations) after.Add(await ReadAsync(station));
        return [.. before.Zip(after, (from, to) => new Stretch(to.Written - from.Written, length, to.Log - from.Log, to.Samples - from.Samples))];
    }

    private static async Task<(WrittenBytes Written, long Log, long Samples)> ReadAsync(CardStation station) =>
        (station.Read(), await station.LogBytesAsync(), await station.SamplesAsync());

    private static Dictionary<string, double> DayOf(Stretch steady, Stretch checkpoint, TimeSpan checkpoints)
    {
        var extra = CheckpointOf(steady, checkpoint);
        return steady.Written.OfKind.ToDictionary(kind => kind.Key, kind => kind.Value * (Day / steady.Length) + extra[kind.Key] * (Day / checkpoints));
    }

    /// <returns>What a checkpoint and the whole pages after it cost beyond the steady rate.</returns>
    private static Dictionary<string, double> CheckpointOf(Stretch steady, Stretch checkpoint) => checkpoint.Written.OfKind.ToDictionary(
        kind => kind.Key, kind => Math.Max(0, kind.Value - steady.Written.OfKind[kind.Key] * (checkpoint.Length / steady.Length)));

    private static string Megabytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N1} MB");
}
