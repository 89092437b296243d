using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace PowerMeter.Web.Backup.Format;

/// <summary>
/// Seals a ZIP while it is written: its comment, the last bytes of the file, becomes the SHA-256 of all bytes before it, so that
/// one bit that flips anywhere is found. Holds back as many bytes as the comment has; the rest goes on by
/// <see cref="FlushAsync(CancellationToken)"/>, never by a blocking write.
/// </summary>
internal sealed class SealedStream(Stream output) : Stream
{
    public const string Prefix = "sha256:";

    /// <summary>Bytes of the seal, which stand at the end of the file.</summary>
    public static readonly int SealLength = Prefix.Length + (SHA256.HashSizeInBytes * 2);

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _pending = new(1 << 17);

    /// <summary>The comment to give the ZIP: as long as the seal that will take its place.</summary>
    public static string Placeholder => Prefix + new string('0', SHA256.HashSizeInBytes * 2);

    /// <summary>Bytes that went on.</summary>
    public long Written { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static byte[] SealOf(byte[] hash) => Encoding.ASCII.GetBytes(Prefix + Convert.ToHexStringLower(hash));

    public override void Write(ReadOnlySpan<byte> buffer) => _pending.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Nothing: whoever writes the ZIP decides when it goes on.</summary>
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Lets what is not held back go on.</summary>
    public async Task PassOnAsync(CancellationToken cancel)
    {
        if (_pending.WrittenCount <= SealLength) return;
        var tail = _pending.WrittenSpan[^SealLength..].ToArray();
        var ready = _pending.WrittenMemory[..^SealLength];
        _hash.AppendData(ready.Span);
        await output.WriteAsync(ready, cancel);
        Written += ready.Length;
        _pending.ResetWrittenCount();
        _pending.Write(tail);
    }

    /// <summary>Call when the ZIP is whole: writes the seal in the place of its comment.</summary>
    public async Task SealAsync(CancellationToken cancel)
    {
        await PassOnAsync(cancel);
        if (!_pending.WrittenSpan.SequenceEqual(Encoding.ASCII.GetBytes(Placeholder))) throw new InvalidOperationException("The ZIP does not end with the placeholder of the seal.");
        await output.WriteAsync(SealOf(_hash.GetHashAndReset()), cancel);
        Written += SealLength;
        await output.FlushAsync(cancel);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }
}
