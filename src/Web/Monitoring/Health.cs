using PowerMeter.Shared.Secrets;
using PowerMeter.Web.Backup;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Monitoring;

/// <summary>Looks how the base station is, and says it: 200, or 503 when a part that it needs is down.</summary>
public sealed class Health(DatabaseFiguresCache database, WebOptions options, BackupOptions backups, IConfiguration configuration)
{
    // The keys lie in the data directory, which Web may look into.
    private readonly string _directory = KeyRing.Read(configuration).Directory;

    public async Task<IResult> GetAsync(CancellationToken cancel)
    {
        var report = await JudgeAsync(cancel);
        var answer = new HealthAnswer(Word(report.Status), [.. report.Checks.Select(check => new HealthCheckAnswer(check.Name, Word(check.Status), check.Detail))]);
        return TypedResults.Json(answer, HealthJson.Plain.HealthAnswer, statusCode: report.Status == HealthStatus.Down ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    public async Task<HealthReport> JudgeAsync(CancellationToken cancel) => HealthRules.Judge(await database.ReadAsync(cancel), DiskRoom.FreeOf(_directory), options, backups);

    private static string Word(HealthStatus status) => status.ToString().ToLowerInvariant();
}
