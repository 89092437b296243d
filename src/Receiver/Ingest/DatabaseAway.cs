using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Receiver.Ingest;

/// <summary>Tells what waiting or an operator may heal from a fault of ours.</summary>
public static class DatabaseAway
{
    /// <summary>Whatever goes wrong between us and the server but the contents of a batch: even a missing table or right.</summary>
    public static bool Is(Exception e) =>
        e is TimeoutException or IOException or System.Net.Sockets.SocketException or InvalidOperationException || DatabaseFault.Is(e);

    /// <summary>In one line, without what may be sensitive.</summary>
    public static string Reason(Exception e) =>
        e is PostgresException postgres ? $"{postgres.SqlState}: {postgres.MessageText}"
        : e is { InnerException: not null } ? $"{e.Message}: {e.GetBaseException().Message}"
        : e?.Message ?? "";
}
