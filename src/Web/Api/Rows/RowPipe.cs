using System.Buffers;
using System.IO.Pipelines;

namespace PowerMeter.Web.Api.Rows;

/// <summary>
/// Writes rows as they are read, however many there are, to an HTTP answer or a file: a reader that is slow slows the
/// reading down, and one that goes away ends it.
/// </summary>
internal static class RowPipe
{
    /// <summary>Bytes that wait before they go to the reader.</summary>
    private const int FlushAt = 32 * 1024;

    /// <param name="begin">Called once, when the first row is read and nothing is written yet.</param>
    public static async Task WriteAsync<T>(PipeWriter pipe, IRowText<T> text, IAsyncEnumerable<T> rows, Func<Task> begin, CancellationToken cancel)
    {
        await using var stored = rows.GetAsyncEnumerator(cancel);
        var any = await stored.MoveNextAsync();
        await begin();
        pipe.Write(any ? text.Head.Span : text.Nothing.Span);
        if (!any) return;
        var waiting = 0;
        for (var isFirst = true; any; any = await stored.MoveNextAsync(), isFirst = false)
        {
            var written = text.Write(stored.Current, isFirst, pipe.GetSpan(text.LongestRow));
            pipe.Advance(written);
            waiting += written;
            // What waits in the pipe has no bound until it is flushed.
            if (waiting < FlushAt) continue;
            waiting = 0;
            await pipe.FlushAsync(cancel);
        }

        pipe.Write(text.Tail.Span);
    }

    /// <summary>The same for rows that are read some at a time, of which millions are asked for.</summary>
    /// <param name="blocks">Each is written before the next is asked for, and may be the same memory again.</param>
    /// <param name="begin">Called once, when the first block is read and nothing is written yet.</param>
    public static async Task WriteBlocksAsync<T>(
        PipeWriter pipe, IRowText<T> text, IAsyncEnumerable<ReadOnlyMemory<T>> blocks, Func<Task> begin, CancellationToken cancel)
    {
        await using var stored = blocks.GetAsyncEnumerator(cancel);
        var any = await stored.MoveNextAsync();
        await begin();
        pipe.Write(any ? text.Head.Span : text.Nothing.Span);
        if (!any) return;
        for (var isFirst = true; any; any = await stored.MoveNextAsync(), isFirst = false)
        {
            Write(pipe, text, stored.Current.Span, isFirst);
            await pipe.FlushAsync(cancel);
        }

        pipe.Write(text.Tail.Span);
    }

    private static void Write<T>(PipeWriter pipe, IRowText<T> text, ReadOnlySpan<T> rows, bool isFirst)
    {
        var (longest, used) = (text.LongestRow, 0);
        var space = pipe.GetSpan(longest);
        foreach (ref readonly var row in rows)
        {
            if (space.Length - used < longest)
            {
                pipe.Advance(used);
                used = 0;
                space = pipe.GetSpan(longest);
            }

            used += text.Write(row, isFirst, space[used..]);
            isFirst = false;
        }

        pipe.Advance(used);
    }
}
