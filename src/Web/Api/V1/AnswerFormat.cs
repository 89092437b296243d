using System.Globalization;
using System.Net.Mime;
using Microsoft.Net.Http.Headers;

namespace PowerMeter.Web.Api.V1;

/// <summary>In which form a call wants its answer: the parameter <c>format</c> counts, then the header Accept (RFC 9110, 12.5.1).</summary>
internal static class AnswerFormat
{
    private const string Name = "format";
    private const string Json = "json";
    private const string Csv = "csv";

    /// <summary>With the charset, so that a spreadsheet need not guess.</summary>
    public const string CsvContentType = "text/csv; charset=utf-8";

    public static QueryParameter Parameter { get; } =
        new(Name, ParameterKind.Text, "The form of the answer. Default: what the header Accept asks for, application/json or text/csv; JSON if it asks for neither.", Csv) { Values = [Json, Csv] };

    /// <exception cref="ParameterException">The format is neither.</exception>
    public static bool IsCsv(HttpRequest request) => QueryText.TextOf(request, Name) switch
    {
        Csv => true,
        Json => false,
        null => AcceptsCsv(request),
        var text => throw ParameterException.NotAllowed(Name, text, $"{Json} or {Csv}"),
    };

    /// <summary>The headers of an answer that may come in either form, for its reader alone.</summary>
    public static void SetHeaders(HttpResponse response)
    {
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
    }

    /// <summary>Those of a CSV, which a browser saves under a name.</summary>
    public static Action<HttpResponse> SetCsvHeaders(int sensorId, string content) => response =>
    {
        SetHeaders(response);
        response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"sensor-{sensorId}-{content}.csv\"");
    };

    private static bool AcceptsCsv(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)) return false;
        var csv = Quality(accepted, MediaTypeNames.Text.Csv);
        return csv > 0 && csv > Quality(accepted, MediaTypeNames.Application.Json) && csv >= Quality(accepted, "*/*");
    }

    private static double Quality(IList<MediaTypeHeaderValue> accepted, string mediaType) =>
        accepted.FirstOrDefault(type => type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase)) is { } named ? named.Quality ?? 1 : 0;
}
