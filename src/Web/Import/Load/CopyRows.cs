using System.Buffers.Binary;
using Npgsql;

namespace PowerMeter.Web.Import.Load;

/// <summary>
/// Writes rows in PostgreSQL's binary COPY format (its manual, COPY, "Binary Format") a buffer at a time. A call a value, as
/// the driver's own writer needs, takes longer than parsing the row.
/// </summary>
internal sealed class CopyRows : IAsyncDisposable
{
    private const int BufferSize = 1 << 16;
    private const int LongestRow = 128;
    private const short EndOfData = -1;
    private const int Null = -1;

    private static readonly byte[] Signature = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly NpgsqlRawCopyStream _stream;
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _used;

    private CopyRows(NpgsqlRawCopyStream stream)
    {
        _stream = stream;
        Signature.CopyTo(_buffer, 0);
        _used = Signature.Length;
    }

    /// <param name="command"><c>copy … from stdin (format binary)</c></param>
    public static async Task<CopyRows> BeginAsync(NpgsqlConnection connection, string command, CancellationToken cancel) =>
        new(await connection.BeginRawBinaryCopyAsync(command, cancel));

    /// <summary>Room for one more row; false: <see cref="FlushAsync"/> first.</summary>
    public bool HasRoom => _used <= BufferSize - LongestRow;

    public void BeginRow(short columns)
    {
        BinaryPrimitives.WriteInt16BigEndian(_buffer.AsSpan(_used), columns);
        _used += 2;
    }

    public void Write(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(Field(4), value);
    }

    public void Write(long value) => BinaryPrimitives.WriteInt64BigEndian(Field(8), value);

    public void Write(double value) => BinaryPrimitives.WriteDoubleBigEndian(Field(8), value);

    public void Write(float? value)
    {
        if (value is { } number) BinaryPrimitives.WriteSingleBigEndian(Field(4), number);
        else WriteNull();
    }

    public void Write(bool? value)
    {
        if (value is { } truth) Field(1)[0] = truth ? (byte)1 : (byte)0;
        else WriteNull();
    }

    public async ValueTask FlushAsync(CancellationToken cancel)
    {
        await _stream.WriteAsync(_buffer.AsMemory(0, _used), cancel);
        _used = 0;
    }

    /// <summary>The last word: without it the server takes none of the rows.</summary>
    public async Task CompleteAsync(CancellationToken cancel)
    {
        if (!HasRoom) await FlushAsync(cancel);
        BeginRow(EndOfData);
        await FlushAsync(cancel);
        await _stream.FlushAsync(cancel);
    }

    /// <summary>The server forgets the rows, and the transaction with them.</summary>
    public async Task CancelAsync()
    {
        try
        {
            await _stream.CancelAsync();
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException)
        {
            // It is gone: then it has forgotten them already.
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private void WriteNull()
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_used), Null);
        _used += 4;
    }

    private Span<byte> Field(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_used), length);
        var field = _buffer.AsSpan(_used + 4, length);
        _used += 4 + length;
        return field;
    }
}
