using System.Globalization;

namespace PowerMeter.Benchmarks.Cards;

/// <summary>What a base station's processes have handed to the kernel to be written since they began, in bytes, by kind of process.</summary>
/// <remarks>
/// <c>wchar</c> of /proc/PID/io (the kernel's Documentation/filesystems/proc.rst), which what goes to sockets by send() is not
/// in. PostgreSQL flushes what it writes to its log page by page, so nothing is saved on the way to the disk. Not
/// <c>write_bytes</c>: since Linux 6.16 ext4's page cache has large folios, of which each counts as a whole there, however
/// little of it was changed. A process that ended is counted with the one that waited for it, so the sum over a postmaster and
/// its living children misses nothing.
/// </remarks>
internal sealed record WrittenBytes(IReadOnlyDictionary<string, long> OfKind)
{
    public const string Log = "PostgreSQL: log writer (what needs no flush of its own)";
    public const string Checkpoints = "PostgreSQL: checkpointer";
    public const string Rest = "PostgreSQL: connections (samples' commits), autovacuum";

    public long Total => OfKind.Values.Sum();

    /// <param name="programs">Process ids by name.</param>
    public static WrittenBytes Read(IReadOnlyDictionary<string, int> programs, int postmaster)
    {
        var kinds = new Dictionary<string, long>();
        foreach (var (name, process) in programs) kinds[name] = OfProcess(process) ?? throw new InvalidOperationException($"{name} has ended.");
        foreach (var kind in (string[])[Log, Checkpoints, Rest]) kinds[kind] = 0;
        foreach (var process in Children(postmaster).Prepend(postmaster)) kinds[KindOf(process)] += OfProcess(process) ?? 0;
        return new WrittenBytes(kinds);
    }

    public static WrittenBytes operator -(WrittenBytes later, WrittenBytes earlier) =>
        new(later.OfKind.ToDictionary(kind => kind.Key, kind => kind.Value - earlier.OfKind[kind.Key]));

    private static string KindOf(int process)
    {
        var title = TryRead(process, "cmdline") ?? "";
        return title.StartsWith("postgres: walwriter", StringComparison.Ordinal) ? Log
            : title.StartsWith("postgres: checkpointer", StringComparison.Ordinal) ? Checkpoints
            : Rest;
    }

    private static IEnumerable<int> Children(int parent) =>
        (TryRead(parent, $"task/{parent}/children") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture));

    /// <returns>Null for one that has ended meanwhile.</returns>
    private static long? OfProcess(int process)
    {
        const string Key = "wchar: ";
        var line = TryRead(process, "io")?.Split('\n').First(line => line.StartsWith(Key, StringComparison.Ordinal));
        return line is null ? null : long.Parse(line.AsSpan(Key.Length), CultureInfo.InvariantCulture);
    }

    private static string? TryRead(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException || (e is IOException && !Directory.Exists($"/proc/{process}")))
        {
            return null;
        }
    }
}
