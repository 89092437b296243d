using System.Net.Mime;
using Microsoft.Net.Http.Headers;

namespace PowerMeter.Web.Backup;

/// <summary>The head of an answer that is a backup.</summary>
internal static class BackupAnswer
{
    public const string ContentType = MediaTypeNames.Application.Zip;

    public static void Begin(HttpContext http, string fileName)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(fileName);
        http.Response.ContentType = ContentType;
        http.Response.Headers.ContentDisposition = disposition.ToString();
        http.Response.Headers.CacheControl = "no-store";
    }

    /// <returns>Whether nothing of it has gone out, so that something else can be answered.</returns>
    public static bool TryTakeBack(HttpContext http)
    {
        if (http.Response.HasStarted) return false;
        http.Response.ContentType = null;
        http.Response.Headers.ContentDisposition = default;
        return true;
    }
}
