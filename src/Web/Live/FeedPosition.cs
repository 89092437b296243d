using System.Globalization;

namespace PowerMeter.Web.Live;

/// <summary>
/// How far somebody has followed the measures: a snapshot of PostgreSQL (xmin:xmax:xip_list, see pg_current_snapshot), in
/// which all that he was told is visible. What is not visible in it is new to him, whatever its time and its id, and whichever
/// process tells him. As text it is the id of an event: <c>1790000000-100:105:101,103</c>.
/// </summary>
public sealed record FeedPosition
{
    /// <summary>Characters; more are not ours. A snapshot has some ten for each transaction that was running.</summary>
    public const int LongestText = 4000;

    private FeedPosition(long second, string snapshot) => (Second, Snapshot) = (second, snapshot);

    /// <summary>When the snapshot was taken by the database's clock, in unix seconds.</summary>
    public long Second { get; }

    /// <summary>As PostgreSQL writes it, and reads it again.</summary>
    public string Snapshot { get; }

    /// <exception cref="FormatException">It is no snapshot.</exception>
    public static FeedPosition Of(long second, string snapshot) =>
        IsSnapshot(snapshot) ? new FeedPosition(second, snapshot) : throw new FormatException($"'{snapshot}' is no snapshot.");

    /// <returns>Null for a text that is no position.</returns>
    public static FeedPosition? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LongestText) return null;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && Number(text.AsSpan(0, dash)) is { } second && IsSnapshot(text[(dash + 1)..]) ? new FeedPosition(second, text[(dash + 1)..]) : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Second}-{Snapshot}");

    // The rules of PostgreSQL's own parser (src/backend/utils/adt/xid8funcs.c): it must never be given what it would refuse.
    private static bool IsSnapshot(string text)
    {
        if (text.Split(':') is not [var first, var end, var running]) return false;
        if (Number(first) is not { } least || Number(end) is not { } most || least == 0 || most < least) return false;
        var last = least - 1;
        foreach (var part in running.Length == 0 ? [] : running.Split(','))
        {
            if (Number(part) is not { } transaction || transaction <= last || transaction >= most) return false;
            last = transaction;
        }

        return true;
    }

    private static long? Number(ReadOnlySpan<char> text) =>
        text.Length is > 0 and < 19 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
