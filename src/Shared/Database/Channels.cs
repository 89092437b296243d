namespace PowerMeter.Shared.Database;

/// <summary>The names on which PostgreSQL notifies. A notification only wakes; what is true stands in the tables.</summary>
public static class Channels
{
    /// <summary>Samples came or went: <c>sensor:from:to</c>, unix microseconds.</summary>
    public const string Measures = "measures";

    /// <summary>Other work for the roll-ups waits.</summary>
    public const string Pending = "pending";

    /// <summary>Roll-ups are new: <c>sensor:from:to</c>, unix microseconds.</summary>
    public const string Energy = "energy";

    /// <summary>Settings, sensors, providers or contracts changed: the table's name.</summary>
    public const string Configuration = "configuration";

    /// <summary>A sensor's state changed: the sensor's id.</summary>
    public const string Status = "status";

    /// <summary>Somebody asked something of a sensor, or it was done: the id in <c>sensor_commands</c>.</summary>
    public const string Commands = "commands";

    /// <summary>Somebody asked a Receiver to look or to try, or it was done: the id in <c>sensor_requests</c>.</summary>
    public const string SensorRequests = "sensor_requests";

    /// <summary>A change of the tariffs was asked for, or got further: the id in <c>tariff_changes</c>.</summary>
    public const string Tariffs = "tariffs";

    /// <summary>The readings for W3bstream got on, or are to be sent again: the table's name.</summary>
    public const string W3bstream = "w3bstream";

    /// <summary>A session ended, a user was changed, or a token was revoked: the table's name.</summary>
    public const string Accounts = "accounts";
}
