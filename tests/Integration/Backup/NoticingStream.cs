namespace PowerMeter.Tests.Integration.Backup;

/// <summary>A file that something happens to when its first bytes are written.</summary>
internal sealed class NoticingStream(Action happens) : MemoryStream
{
    public bool WasNoticed { get; private set; }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!WasNoticed)
        {
            WasNoticed = true;
            happens();
        }

        return base.WriteAsync(buffer, cancellationToken);
    }
}
