using Npgsql;

namespace PowerMeter.Shared.Database;

/// <summary>Tells a server that went away from one that says no: the first heals, at this server or at the one that takes over.</summary>
public static class ServerLoss
{
    // PostgreSQL's manual, appendix A: class 57P, the server shuts down, crashed or starts; class 08, the connection.
    private static readonly string[] Classes = ["57P", "08"];

    /// <returns>Whether the connection ended, by the network or as the server's last word.</returns>
    public static bool Is(Exception? e) => e switch
    {
        PostgresException answer => Classes.Any(of => answer.SqlState.StartsWith(of, StringComparison.Ordinal)),
        NpgsqlException => true,
        _ => false,
    };
}
