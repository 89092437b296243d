namespace PowerMeter.Web.Backup;

/// <summary>How far a backup or a restore is; may be looked at from anywhere while it goes on.</summary>
public sealed class BackupProgress
{
    private long _doneBytes;
    private long _totalBytes;
    private volatile BackupPhase _phase;
    private volatile string _part = "";

    public BackupPhase Phase => _phase;

    /// <summary>The part of the file that it is at, such as <c>samples/2026-03.copy</c>.</summary>
    public string Part => _part;

    /// <summary>Bytes of rows, before they are compressed.</summary>
    public long DoneBytes => Interlocked.Read(ref _doneBytes);

    /// <summary>0 while nobody knows.</summary>
    public long TotalBytes => Interlocked.Read(ref _totalBytes);

    /// <summary>0 to 1; null while nobody knows.</summary>
    public double? Share => TotalBytes is > 0 and var total ? Math.Min(1, (double)DoneBytes / total) : null;

    /// <summary>Bytes that a file had when it failed, and was removed; 0 before.</summary>
    internal long WrittenBytes { get; set; }

    internal void Begin(BackupPhase phase, long totalBytes = 0)
    {
        Interlocked.Exchange(ref _doneBytes, 0);
        Interlocked.Exchange(ref _totalBytes, totalBytes);
        (_part, _phase) = ("", phase);
    }

    internal void BeginPart(string name) => _part = name;

    internal void Add(int bytes) => Interlocked.Add(ref _doneBytes, bytes);
}
