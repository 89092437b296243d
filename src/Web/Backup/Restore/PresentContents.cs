using Npgsql;
using PowerMeter.Web.Storage;

namespace PowerMeter.Web.Backup.Restore;

/// <summary>What the database has that a restore would replace, for who decides.</summary>
/// <param name="Samples">About: as PostgreSQL estimates it; null while it has not counted any.</param>
/// <param name="First">The first and the last month that is known to have samples; null without any.</param>
internal sealed record PresentContents(long Users, long Sensors, long Contracts, long? Samples, NodaTime.YearMonth? First, NodaTime.YearMonth? Last)
{
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public static async Task<PresentContents> ReadAsync(NpgsqlDataSource database, StorageQuery storage, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var (users, sensors, contracts) = (
            await connection.ScalarAsync<long>("select count(*) from users", cancel),
            await connection.ScalarAsync<long>("select count(*) from sensors", cancel),
            await connection.ScalarAsync<long>("select count(*) from contracts", cancel));
        var all = (await storage.ReadAsync(cancel)).Months;
        var months = all.Where(month => month.Samples > 0).ToList();
        // Nothing is no answer where nobody has counted: what is here is about to be replaced.
        long? samples = months.Count == 0 && all.Any(month => month.Samples is null) ? null : months.Sum(month => month.Samples ?? 0);
        return new PresentContents(users, sensors, contracts, samples, months.Count > 0 ? months[0].Month : null, months.Count > 0 ? months[^1].Month : null);
    }
}
