using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace PowerMeter.Tests.TestKit;

/// <summary>A decoded PNG of 8 bits each of red, green and blue without filters, which is all that we write.</summary>
public sealed class PngPicture
{
    private readonly byte[] _rows;

    private PngPicture(int width, int height, byte[] rows) => (Width, Height, _rows) = (width, height, rows);

    public int Width { get; }

    public int Height { get; }

    /// <exception cref="InvalidDataException">It is another kind of PNG, or none.</exception>
    public static PngPicture Decode(byte[] png)
    {
        ArgumentNullException.ThrowIfNull(png);
        var (width, height) = (0, 0);
        using var packed = new MemoryStream();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var type = Encoding.ASCII.GetString(png, at + 4, 4);
            var data = png.AsSpan(at + 8, length);
            if (type == "IHDR") (width, height) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]));
            if (type == "IHDR" && !data[8..].SequenceEqual<byte>([8, 2, 0, 0, 0])) throw new InvalidDataException("Not 8 bits of red, green and blue.");
            if (type == "IDAT") packed.Write(data);
            at += 12 + length;
        }

        packed.Position = 0;
        using var unpacked = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionMode.Decompress)) zlib.CopyTo(unpacked);
        var rows = unpacked.ToArray();
        if (rows.Length != height * (1 + 3 * width)) throw new InvalidDataException($"{rows.Length} bytes for {width} × {height} pixels.");
        for (var y = 0; y < height; y++)
            if (rows[y * (1 + 3 * width)] != 0) throw new InvalidDataException("A row is filtered.");
        return new PngPicture(width, height, rows);
    }

    public (byte Red, byte Green, byte Blue) At(int x, int y)
    {
        var at = y * (1 + 3 * Width) + 1 + 3 * x;
        return (_rows[at], _rows[at + 1], _rows[at + 2]);
    }
}
