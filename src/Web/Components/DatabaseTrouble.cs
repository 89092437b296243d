using System.Data.Common;

namespace PowerMeter.Web.Components;

/// <summary>Tells a database that does not answer, which a page says and survives, from a fault of ours, which it does not.</summary>
internal static class DatabaseTrouble
{
    /// <summary>What the driver says may be wrapped more than once, as by what asks it again or saves several rows.</summary>
    public static bool Is(Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
            if (cause is DbException) return true;
        return e is TimeoutException;
    }
}
