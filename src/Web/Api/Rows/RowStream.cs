using System.Buffers;

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
        var (response, cancel) = (http.Response, http.RequestAborted);
        await using var stored = rows.GetAsyncEnumerator(cancel);
        // The first row is read before anything is sent: what fails until then has a status of its own.
        var any = await stored.MoveNextAsync();
        response.ContentType = text.ContentType;
        headers?.Invoke(response);
        // What fails from here on must find an answer that has begun, so that it is cut off and not mixed with an error.
        await response.StartAsync(cancel);
        var body = response.BodyWriter;
        if (!any)
        {
            body.Write(text.Nothing.Span);
            return;
        }

        body.Write(text.Head.Span);
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
}
