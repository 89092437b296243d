using System.Buffers;
using System.IO.Pipelines;

namespace PowerMeter.Web.Api.Rows;

/// <summary>
/// Sends rows as they are read, however many there are: a client that reads slowly slows the reading down, and one that
/// goes away ends it.
/// </summary>
internal static class RowStream
{
    /// <summary>Bytes that wait before they go to the client.</summary>
    private const int FlushAt = 32 * 1024;

    /// <param name="headers">Sets what an answer has that an error has not.</param>
    public static async Task SendAsync<T>(HttpContext http, IRowText<T> text, IAsyncEnumerable<T> rows, Action<HttpResponse>? headers = null)
    {
        var (body, cancel) = (http.Response.BodyWriter, http.RequestAborted);
        await using var stored = rows.GetAsyncEnumerator(cancel);
        // The first row is read before anything is sent: what fails until then has a status of its own.
        var any = await stored.MoveNextAsync();
        if (!await BeginAsync(http, text, any, headers)) return;
        var waiting = 0;
        for (var isFirst = true; any; any = await stored.MoveNextAsync(), isFirst = false)
        {
            var written = text.Write(stored.Current, isFirst, body.GetSpan(text.LongestRow));
            body.Advance(written);
            waiting += written;
            // What waits in the pipe has no bound until it is flushed.
            if (waiting < FlushAt) continue;
            waiting = 0;
            await body.FlushAsync(cancel);
        }

        body.Write(text.Tail.Span);
    }

    /// <summary>The same for rows that are read some at a time, of which millions are asked for.</summary>
    /// <param name="blocks">Each is written before the next is asked for, and may be the same memory again.</param>
    public static async Task SendBlocksAsync<T>(
        HttpContext http, IRowText<T> text, IAsyncEnumerable<ReadOnlyMemory<T>> blocks, Action<HttpResponse>? headers = null)
    {
        var (body, cancel) = (http.Response.BodyWriter, http.RequestAborted);
        await using var stored = blocks.GetAsyncEnumerator(cancel);
        var any = await stored.MoveNextAsync();
        if (!await BeginAsync(http, text, any, headers)) return;
        for (var isFirst = true; any; any = await stored.MoveNextAsync(), isFirst = false)
        {
            Write(body, text, stored.Current.Span, isFirst);
            await body.FlushAsync(cancel);
        }

        body.Write(text.Tail.Span);
    }

    /// <returns>Whether rows follow.</returns>
    private static async Task<bool> BeginAsync<T>(HttpContext http, IRowText<T> text, bool any, Action<HttpResponse>? headers)
    {
        var response = http.Response;
        response.ContentType = text.ContentType;
        headers?.Invoke(response);
        // What fails from here on must find an answer that has begun, so that it is cut off and not mixed with an error.
        await response.StartAsync(http.RequestAborted);
        response.BodyWriter.Write(any ? text.Head.Span : text.Nothing.Span);
        return any;
    }

    private static void Write<T>(PipeWriter body, IRowText<T> text, ReadOnlySpan<T> rows, bool isFirst)
    {
        var (longest, used) = (text.LongestRow, 0);
        var space = body.GetSpan(longest);
        foreach (ref readonly var row in rows)
        {
            if (space.Length - used < longest)
            {
                body.Advance(used);
                used = 0;
                space = body.GetSpan(longest);
            }

            used += text.Write(row, isFirst, space[used..]);
            isFirst = false;
        }

        body.Advance(used);
    }
}
