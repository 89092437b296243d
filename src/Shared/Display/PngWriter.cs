using System.Buffers.Binary;
using System.IO.Compression;

namespace PowerMeter.Shared.Display;

/// <summary>Writes a picture as PNG, 8 bits each of red, green and blue (ISO/IEC 15948; https://www.w3.org/TR/png).</summary>
public static class PngWriter
{
    private const byte Rgb = 2;
    private const byte NoFilter = 0;

    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <param name="scale">At least 1: how many pixels a pixel of the picture becomes each way.</param>
    public static byte[] Write(Picture picture, int scale = 1)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return Write(picture.Width, picture.Height, scale, [picture]);
    }

    /// <param name="bands">The picture in bands of rows, from the top, all as wide as it.</param>
    internal static byte[] Write(int width, int height, int scale, IEnumerable<Picture> bands)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        using var png = new MemoryStream();
        png.Write(Signature);
        WriteChunk(png, "IHDR"u8, Header(width * scale, height * scale));
        using (var pixels = new MemoryStream())
        {
            // A picture of few colours in large areas: the fastest level leaves next to nothing of it.
            using (var deflate = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
            {
                foreach (var band in bands) WriteRows(deflate, band, scale);
            }

            WriteChunk(png, "IDAT"u8, pixels.GetBuffer().AsSpan(0, (int)pixels.Length));
        }

        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    /// <summary>Width and height, 8 bits a part, colours, deflate, the one way to filter, not interlaced.</summary>
    private static byte[] Header(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, Rgb);
        return header;
    }

    private static void WriteRows(Stream deflate, Picture picture, int scale)
    {
        var row = new byte[1 + picture.Width * scale * 3];
        row[0] = NoFilter;
        for (var y = 0; y < picture.Height; y++)
        {
            var at = 1;
            foreach (var colour in picture.Row(y))
                for (var i = 0; i < scale; i++, at += 3)
                    (row[at], row[at + 1], row[at + 2]) = (colour.Red, colour.Green, colour.Blue);
            for (var i = 0; i < scale; i++) deflate.Write(row);
        }
    }

    private static void WriteChunk(Stream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(type, data));
        png.Write(number);
    }
}
