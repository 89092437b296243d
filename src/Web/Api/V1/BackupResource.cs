using Npgsql;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Api.OpenApi;
using PowerMeter.Web.Backup;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Api.V1;

/// <summary>GET /backup: a backup of this moment, handed out while it is made.</summary>
internal static class BackupResource
{
    private const string RetryAfterSeconds = "60";

    public static void Map(V1Routes routes) => routes.Get("/backup", TokenScope.Admin, GetAsync).WithSummary("A backup of everything, now")
        .WithDescription("""
            Settings, accounts, sensors, contracts, samples and roll-ups of one instant as one file, streamed while it is made; without secrets, which only the
            command and the page put in. Its end bears a checksum: a file that was broken off has none, and is refused by a restore. One at a time.
            """)
        .Produces<string>(StatusCodes.Status200OK, BackupAnswer.ContentType)
        .WithExample("PK…", BackupAnswer.ContentType)
        .WithProblem(StatusCodes.Status409Conflict, Busy)
        .WithAnswerHeader(StatusCodes.Status409Conflict, "Retry-After", "When to try again, in seconds.", RetryAfterSeconds)
        .WithMetadata(new ChangesNothingAttribute());

    private const string Busy = "Another backup or a restore is under way: try again in a minute.";

    private static async Task<IResult> GetAsync(HttpContext http, BackupDownload download)
    {
        try
        {
            if (await download.TryWriteAsync(http.Response.Body, null, Caller.Of(http).Name, () => BackupAnswer.Begin(http, download.NewName()), http.RequestAborted)) return TypedResults.Empty;
        }
        catch (Exception e) when (e is BackupException or IOException or NpgsqlException && BackupAnswer.TryTakeBack(http))
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, WordsOf(e));
        }
        catch (Exception e) when (e is BackupException or IOException or NpgsqlException)
        {
            // Half a backup must not look like a whole one.
            http.Abort();
            return TypedResults.Empty;
        }

        http.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Problem.Of(StatusCodes.Status409Conflict, Busy);
    }

    private static string WordsOf(Exception e) => e switch
    {
        BackupException => e.Message,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new Sentence("Disk_OfDatabase").ToString(),
        _ => "The database does not answer just now: try again soon.",
    };
}
