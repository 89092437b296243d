using System.Buffers.Binary;
using PowerMeter.Shared.Display;

namespace PowerMeter.Processor.Display;

/// <summary>How pixels lie in a framebuffer's memory.</summary>
public sealed record FramebufferGeometry
{
    /// <summary>Pixels; no display is larger, and a wrong number must not take the memory.</summary>
    public const int MaxSide = Picture.MaxSide;

    /// <param name="width">1 to 8,192 pixels.</param>
    /// <param name="height">1 to 8,192 pixels.</param>
    /// <param name="bitsPerPixel">16 (RGB565) or 32 (XRGB8888).</param>
    /// <param name="bytesPerRow">The kernel's line length: at least what the pixels of a row take, at most 65,536.</param>
    /// <exception cref="DisplayException">The framebuffer has another form than those that can be written.</exception>
    public FramebufferGeometry(int width, int height, int bitsPerPixel, int bytesPerRow)
    {
        if (width is < 1 or > MaxSide || height is < 1 or > MaxSide)
            throw new DisplayException($"its size is {width} × {height}; allowed: 1 to {MaxSide} pixels each way");
        if (bitsPerPixel is not (16 or 32))
            throw new DisplayException($"its depth is {bitsPerPixel} bits a pixel; allowed: 16 (RGB565) or 32 (XRGB)");
        if (bytesPerRow < width * bitsPerPixel / 8 || bytesPerRow > 65_536)
            throw new DisplayException($"its line length is {bytesPerRow} bytes; allowed: {width * bitsPerPixel / 8} to 65536 for {width} pixels of {bitsPerPixel} bits");
        (Width, Height, BitsPerPixel, BytesPerRow) = (width, height, bitsPerPixel, bytesPerRow);
    }

    public int Width { get; }

    public int Height { get; }

    public int BitsPerPixel { get; }

    public int BytesPerRow { get; }

    public int Length => BytesPerRow * Height;

    /// <summary>Lays the picture out, the lowest byte of a pixel first; what a row has behind its pixels stays as it is.</summary>
    /// <param name="picture">Of this size.</param>
    /// <param name="bytes">Of <see cref="Length"/>.</param>
    public void Encode(Picture picture, Span<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (picture.Width != Width || picture.Height != Height)
            throw new ArgumentException($"A picture of {picture.Width} × {picture.Height} for a framebuffer of {Width} × {Height}.", nameof(picture));
        for (var y = 0; y < Height; y++)
        {
            var row = bytes.Slice(y * BytesPerRow, BytesPerRow);
            if (BitsPerPixel == 16) EncodeRgb565(picture.Row(y), row);
            else EncodeXrgb8888(picture.Row(y), row);
        }
    }

    private static void EncodeRgb565(ReadOnlySpan<Colour> pixels, Span<byte> row)
    {
        for (var x = 0; x < pixels.Length; x++) BinaryPrimitives.WriteUInt16LittleEndian(row[(x * 2)..], pixels[x].ToRgb565());
    }

    private static void EncodeXrgb8888(ReadOnlySpan<Colour> pixels, Span<byte> row)
    {
        for (var x = 0; x < pixels.Length; x++) BinaryPrimitives.WriteUInt32LittleEndian(row[(x * 4)..], pixels[x].ToXrgb8888());
    }
}
