namespace PowerMeter.Tests.Integration.Backup;

/// <summary>A file that something happens to when its first bytes are written.</summary>
internal sealed class NoticingStream(Func<Task> happens) : MemoryStream
{
    public bool WasNoticed { get; private set; }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!WasNoticed)
        {
            WasNoticed = true;
            await happens();
        }

        await base.WriteAsync(buffer, cancellationToken);
    }
}
