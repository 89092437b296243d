using System.Buffers;
using System.Security.Cryptography;

namespace PowerMeter.Web.Backup.Format;

/// <summary>What went through when rows of COPY's text format were copied from one stream to another.</summary>
/// <param name="Sha256">In lower-case hexadecimal.</param>
internal readonly record struct RowCount(long Rows, long Bytes, string Sha256)
{
    private const int BufferSize = 1 << 16;

    /// <summary>Copies all that is left, 64 KiB at a time.</summary>
    /// <param name="sink">Called for each piece, to write it.</param>
    /// <param name="mostBytes">No more is read than this and one piece.</param>
    public static async Task<RowCount> CopyAsync(
        Stream from, Func<ReadOnlyMemory<byte>, ValueTask> sink, BackupProgress progress, long mostBytes, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long rows = 0, bytes = 0;
            while (bytes <= mostBytes)
            {
                var length = await from.ReadAtLeastAsync(buffer.AsMemory(0, BufferSize), BufferSize, throwOnEndOfStream: false, cancel);
                if (length == 0) break;
                var piece = buffer.AsMemory(0, length);
                rows += piece.Span.Count((byte)'\n');
                bytes += length;
                hash.AppendData(piece.Span);
                await sink(piece);
                progress.Add(length);
            }

            return new RowCount(rows, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
