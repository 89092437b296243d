using System.Net.Mime;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Backup.Restore;
using PowerMeter.Web.Backup.Secrets;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Backup;

/// <summary>
/// What the page of backups asks for beside its connection: files of gigabytes, which the browser itself saves and sends. For
/// administrators; what is sent here bears the page's antiforgery token.
/// </summary>
internal static class BackupPageCalls
{
    public const string Page = "/settings/backup";
    public const string Download = $"{Page}/download";
    public const string Upload = $"{Page}/upload";
    public const string Files = $"{Page}/files";

    private const string FileNameHeader = "X-File-Name";
    private const int LongestName = 200;

    public static void MapBackup(this IEndpointRouteBuilder app)
    {
        app.MapPost(Download, DownloadAsync).RequireAuthorization(SitePolicies.Admin).WithMetadata(new ChangesNothingAttribute());
        app.MapPost(Upload, UploadAsync).RequireAuthorization(SitePolicies.Admin);
        app.MapGet($"{Files}/{{name}}", GetStored).RequireAuthorization(SitePolicies.Admin);
    }

    /// <summary>The form of the page: what is in the way is told by the page it leads back to.</summary>
    private static async Task<IResult> DownloadAsync(HttpContext http, IAntiforgery antiforgery, BackupDownload download)
    {
        if (!await antiforgery.IsRequestValidAsync(http)) return TypedResults.BadRequest();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var passphrase = form["secrets"].Count > 0 ? form["passphrase"].ToString() : null;
        try
        {
            if (passphrase is not null) Passphrase.Parse(passphrase);
        }
        catch (BackupException)
        {
            return Back("passphrase");
        }

        if (passphrase is not null && passphrase != form["again"]) return Back("differ");
        try
        {
            var isTaken = await download.TryWriteAsync(http.Response.Body, passphrase, http.User.Identity!.Name!, () => BackupAnswer.Begin(http, download.NewName()), http.RequestAborted);
            return isTaken ? TypedResults.Empty : Back("busy");
        }
        catch (Exception e) when (e is OperationCanceledException or BackupException or IOException or NpgsqlException)
        {
            if (!http.RequestAborted.IsCancellationRequested && BackupAnswer.TryTakeBack(http)) return Back("failed");
            // Half a backup must not look like a whole one.
            http.Abort();
            return TypedResults.Empty;
        }
    }

    private static IResult GetStored(string name, BackupList list)
    {
        try
        {
            return list.Open(name) is { } stream
                ? TypedResults.Stream(stream, BackupAnswer.ContentType, name, enableRangeProcessing: true)
                : TypedResults.NotFound();
        }
        catch (BackupException)
        {
            return TypedResults.NotFound();
        }
    }

    /// <summary>The body is the file. Answers 200, or why not as text in English.</summary>
    private static async Task<IResult> UploadAsync(HttpContext http, IAntiforgery antiforgery, AdministratorCheck administrators, BackupUploads uploads, RestoreJobs jobs)
    {
        if (!await antiforgery.IsRequestValidAsync(http)) return Refuse(StatusCodes.Status400BadRequest, "The call does not come from our own page.");
        try
        {
            await administrators.CheckAsync(http.User, http.RequestAborted);
        }
        catch (UnauthorizedAccessException e)
        {
            return Refuse(StatusCodes.Status403Forbidden, e.Message);
        }

        if (http.Request.ContentLength is not { } length) return Refuse(StatusCodes.Status411LengthRequired, "The header Content-Length is missing.");
        using var mine = jobs.Current is { IsRunning: true } ? null : uploads.TryBegin();
        if (mine is null) return Refuse(StatusCodes.Status409Conflict, "Another restore is under way.");
        BackupUploads.AllowSize(http);
        uploads.Refusal = null;
        try
        {
            var file = await uploads.TakeAsync(http.Request.Body, length, http.RequestAborted);
            if (await jobs.StartAsync(NameOf(http.Request), file, null) is not null) return TypedResults.Ok();
            await file.DisposeAsync();
            return Refuse(StatusCodes.Status409Conflict, "Another restore is under way.");
        }
        catch (BackupException e)
        {
            uploads.Refusal = e.Sentence;
            return Refuse(UploadStatus.Of(e.Sentence), e.Message);
        }
        catch (BadHttpRequestException e)
        {
            // It was cut, or came too slowly: the server's own answer to whoever still listens.
            return Refuse(e.StatusCode, "The file did not come whole.");
        }
        catch (IOException e) when (!http.RequestAborted.IsCancellationRequested)
        {
            return Refuse(StatusCodes.Status500InternalServerError, e.Message);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Whoever sent it has gone.
            return TypedResults.Empty;
        }
    }

    // Only to be shown.
    private static string NameOf(HttpRequest request)
    {
        var name = Path.GetFileName(Uri.UnescapeDataString(request.Headers[FileNameHeader].ToString()));
        name = new string([.. name.Where(letter => !char.IsControl(letter)).Take(LongestName)]);
        return name.Length > 0 ? name : "?";
    }

    private static RedirectHttpResult Back(string trouble) => TypedResults.LocalRedirect($"~{Page}?trouble={trouble}");

    private static ContentHttpResult Refuse(int status, string why) => TypedResults.Text(why, MediaTypeNames.Text.Plain, statusCode: status);
}
