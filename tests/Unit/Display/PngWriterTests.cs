using PowerMeter.Shared.Display;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Display;

public sealed class PngWriterTests : IDisposable
{
    // Written after the standard, with nothing of ours: checks each chunk's sum, and prints size and pixels.
    private const string Decoder = """
        import struct, sys, zlib
        data = open(sys.argv[1], 'rb').read()
        assert data[:8] == bytes([137, 80, 78, 71, 13, 10, 26, 10])
        at, packed, kinds = 8, b'', []
        while at < len(data):
            length, kind = struct.unpack('>I4s', data[at:at + 8])
            body = data[at + 8:at + 8 + length]
            assert struct.unpack('>I', data[at + 8 + length:at + 12 + length])[0] == zlib.crc32(kind + body)
            kinds.append(kind.decode())
            if kind == b'IHDR': width, height, *form = struct.unpack('>IIBBBBB', body)
            if kind == b'IDAT': packed += body
            at += 12 + length
        assert form == [8, 2, 0, 0, 0] and kinds[0] == 'IHDR' and kinds[-1] == 'IEND'
        raw = zlib.decompress(packed)
        assert len(raw) == height * (1 + 3 * width)
        print(width, height)
        for y in range(height): print(raw[y * (1 + 3 * width)], raw[y * (1 + 3 * width) + 1:(y + 1) * (1 + 3 * width)].hex())
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Another_decoder_reads_what_was_drawn()
    {
        var picture = DisplayFace.Draw(DisplayStates.Normal, DisplayLanguage.En, 160, 128);
        var rows = await DecodeAsync(PngWriter.Write(picture));
        rows[0].ShouldBe("160 128");
        DisplayFace.WritePng(DisplayStates.Normal, DisplayLanguage.En, 160, 128, 1).ShouldBe(PngWriter.Write(picture)); // in bands
        for (var y = 0; y < 128; y++)
            rows[1 + y].ShouldBe($"0 {string.Concat(picture.Row(y).ToArray().Select(colour => $"{colour.Red:x2}{colour.Green:x2}{colour.Blue:x2}"))}");
    }

    [Fact]
    public async Task A_scale_makes_squares_of_the_pixels()
    {
        var picture = new Picture(2, 1);
        picture.Fill(1, 0, 1, 1, new Colour(1, 2, 3));
        (await DecodeAsync(PngWriter.Write(picture, 2))).ShouldBe(["4 2", "0 000000000000010203010203", "0 000000000000010203010203"]);
    }

    [Theory]
    [InlineData(0, "abcdef")]
    [InlineData(90, "daebfc")]
    [InlineData(180, "fedcba")]
    [InlineData(270, "cfbead")]
    public void A_picture_is_turned_clockwise(int degrees, string expected)
    {
        var picture = new Picture(3, 2);
        for (var i = 0; i < 6; i++) picture.Fill(i % 3, i / 3, 1, 1, new Colour((byte)('a' + i), 0, 0));
        var (turned, other) = degrees % 180 == 0 ? (new Picture(3, 2), new Picture(2, 3)) : (new Picture(2, 3), new Picture(3, 2));
        picture.TurnOnto(turned, degrees);
        string.Concat(Enumerable.Range(0, turned.Height).SelectMany(y => turned.Row(y).ToArray()).Select(colour => (char)colour.Red)).ShouldBe(expected);
        Should.Throw<ArgumentException>(() => picture.TurnOnto(other, degrees)).Message.ShouldContain($"turned by {degrees} degrees");
        Should.Throw<ArgumentOutOfRangeException>(() => picture.TurnOnto(turned, 45));
    }

    private async Task<string[]> DecodeAsync(byte[] png)
    {
        await File.WriteAllBytesAsync(_directory.File("picture.png"), png, TestContext.Current.CancellationToken);
        return (await Shell.RunAsync("/usr/bin/python3", "-c", Decoder, _directory.File("picture.png"))).TrimEnd('\n').Split('\n');
    }
}
