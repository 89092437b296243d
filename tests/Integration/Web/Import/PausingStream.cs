namespace PowerMeter.Tests.Integration.Web.Import;

/// <summary>A file that gives its first half, says so, and waits.</summary>
internal sealed class PausingStream(FileStream file, SemaphoreSlim reached, SemaphoreSlim goOn) : Stream
{
    private bool _paused;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_paused && file.Position > file.Length / 2)
        {
            _paused = true;
            reached.Release();
            await goOn.WaitAsync(cancellationToken);
        }

        return await file.ReadAsync(buffer[..Math.Min(buffer.Length, 4096)], cancellationToken);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }
}
