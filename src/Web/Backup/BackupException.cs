namespace PowerMeter.Web.Backup;

/// <summary>A backup cannot be made, read or restored. The message is a sentence for people: what was wrong, and what to do; nothing secret is in it.</summary>
public sealed class BackupException : Exception
{
    public BackupException()
    {
    }

    public BackupException(string message)
        : base(message)
    {
    }

    public BackupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
