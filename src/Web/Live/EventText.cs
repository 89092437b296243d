using System.Text;

namespace PowerMeter.Web.Live;

/// <summary>Writes server-sent events (WHATWG HTML, section 9.2.5): UTF-8, a line a field, a blank line after each event.</summary>
public static class EventText
{
    /// <summary>Keeps a connection alive and finds out whether anybody is still there; clients pass over it.</summary>
    public static ReadOnlyMemory<byte> Heartbeat { get; } = ":\n\n"u8.ToArray();

    /// <summary>How long a client waits before it connects again.</summary>
    public static byte[] Retry(TimeSpan delay) => Encoding.UTF8.GetBytes(FormattableString.Invariant($"retry: {(long)delay.TotalMilliseconds}\n\n"));

    /// <summary>A new id for the events before it. It has no data, so clients note the id and tell nobody.</summary>
    public static byte[] Id(FeedPosition position)
    {
        ArgumentNullException.ThrowIfNull(position);
        return Encoding.UTF8.GetBytes($"id: {position}\n\n");
    }

    /// <param name="kind">A word.</param>
    /// <param name="json">On one line.</param>
    public static void Append(MemoryStream text, string kind, ReadOnlySpan<byte> json)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (json.IndexOfAny((byte)'\r', (byte)'\n') >= 0) throw new ArgumentException("The JSON of an event stands on one line.", nameof(json));
        text.Write("event: "u8);
        text.Write(Encoding.UTF8.GetBytes(kind));
        text.Write("\ndata: "u8);
        text.Write(json);
        text.Write("\n\n"u8);
    }
}
