namespace PowerMeter.Tests.Integration.Backup;

/// <summary>A file that something happens to when so many bytes of it were read.</summary>
internal sealed class BreakingStream(byte[] content, long limit, Action happens) : MemoryStream(content, writable: false)
{
    private long _read;

    public override int Read(byte[] buffer, int offset, int count) => Count(base.Read(buffer, offset, count));

    public override int Read(Span<byte> buffer) => Count(base.Read(buffer));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    private int Count(int length)
    {
        var before = _read;
        _read += length;
        if (before < limit && _read >= limit) happens();
        return length;
    }
}
