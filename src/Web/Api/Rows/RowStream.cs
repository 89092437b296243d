namespace PowerMeter.Web.Api.Rows;

/// <summary>Sends rows as an answer, as they are read: see <see cref="RowPipe"/>.</summary>
internal static class RowStream
{
    /// <param name="headers">Sets what an answer has that an error has not.</param>
    public static Task SendAsync<T>(HttpContext http, IRowText<T> text, IAsyncEnumerable<T> rows, Action<HttpResponse>? headers = null) =>
        RowPipe.WriteAsync(http.Response.BodyWriter, text, rows, () => BeginAsync(http.Response, text.ContentType, headers), http.RequestAborted);

    /// <summary>The same for rows that are read some at a time, of which millions are asked for.</summary>
    /// <param name="blocks">Each is written before the next is asked for, and may be the same memory again.</param>
    public static Task SendBlocksAsync<T>(
        HttpContext http, IRowText<T> text, IAsyncEnumerable<ReadOnlyMemory<T>> blocks, Action<HttpResponse>? headers = null) =>
        RowPipe.WriteBlocksAsync(http.Response.BodyWriter, text, blocks, () => BeginAsync(http.Response, text.ContentType, headers), http.RequestAborted);

    // The first row is read by now: what failed until then has a status of its own. What fails from here on must find an
    // answer that has begun, so that it is cut off and not mixed with an error.
    private static Task BeginAsync(HttpResponse response, string contentType, Action<HttpResponse>? headers)
    {
        response.ContentType = contentType;
        headers?.Invoke(response);
        return response.StartAsync(response.HttpContext.RequestAborted);
    }
}
