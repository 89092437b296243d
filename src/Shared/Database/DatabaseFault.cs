using System.Data.Common;

namespace PowerMeter.Shared.Database;

/// <summary>Tells a database that does not answer, or not as it should, which heals, from a fault of ours, which does not.</summary>
public static class DatabaseFault
{
    /// <summary>What the driver says may be wrapped more than once, as by what asks it again or saves several rows.</summary>
    public static bool Is(Exception? e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
            if (cause is DbException || IsBrokenConnection(cause)) return true;
        return false;
    }

    /// <summary>
    /// A statement that fails just when Npgsql 10 prepares it (one that was cancelled while it was planned, a value that is out of
    /// range, a right that is missing) is taken for prepared all the same, and its next call on that connection gets an answer that
    /// the driver does not expect (npgsql#6391). It drops the connection then, and says so by an exception of no kind.
    /// </summary>
    private static bool IsBrokenConnection(Exception e) => e.GetType() == typeof(Exception) && e.Source == nameof(Npgsql);
}
