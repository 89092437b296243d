namespace PowerMeter.Web.Backup;

/// <summary>What a backup or a restore is doing.</summary>
public enum BackupPhase
{
    /// <summary>Has not begun.</summary>
    Waiting,

    /// <summary>Reads the database and writes the file.</summary>
    Saving,

    /// <summary>Reads a file and compares it with its checksums.</summary>
    Verifying,

    /// <summary>Writes what the file has into the database.</summary>
    Restoring,

    /// <summary>Brings what was restored to the schema of this program.</summary>
    Migrating,
}
