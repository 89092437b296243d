using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Components;

/// <summary>Tells a database that does not answer, which a page says and survives, from a fault of ours, which it does not.</summary>
internal static class DatabaseTrouble
{
    public static bool Is(Exception e) => e is TimeoutException || DatabaseFault.Is(e);

    /// <returns>Whether it answers, and has no room for what is new.</returns>
    public static bool IsFullDisk(Exception? e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
            if (cause is PostgresException { SqlState: PostgresErrorCodes.DiskFull }) return true;
        return false;
    }
}
