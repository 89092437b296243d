using PowerMeter.Shared.Display;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Display;

/// <summary>Pixel by pixel what the display shows. A changed picture is looked at, and stored if it is right.</summary>
public sealed class DisplayFaceTests
{
    private static readonly (int Width, int Height)[] Sizes =
    [
        (160, 128), (128, 160), (320, 240), (240, 320), (480, 320), (320, 480), (1920, 1080), (800, 480), (128, 128), (240, 240), (160, 80), (80, 160),
        (96, 64), (64, 48), (16, 16), (16, 400), (400, 16), (17, 33), (161, 121), (159, 119),
    ];

    public static TheoryData<string, int, int> Stored => new()
    {
        { "normal-en", 160, 128 }, { "normal-fr", 160, 128 }, { "waiting-en", 160, 128 }, { "silent-en", 160, 128 }, { "silent-fr", 160, 128 }, { "no-sensor-en", 160, 128 },
        { "database-away-en", 160, 128 }, { "database-away-fr", 160, 128 }, { "fault-en", 160, 128 }, { "big-en", 160, 128 }, { "kilowatts-fr", 160, 128 },
        { "waiting-fr", 128, 160 }, { "normal-en", 320, 240 }, { "silent-en", 320, 240 }, { "normal-en", 160, 80 }, { "normal-en", 480, 320 },
    };

    [Theory]
    [MemberData(nameof(Stored))]
    public void It_looks_as_its_stored_picture(string name, int width, int height)
    {
        var picture = DisplayFace.Draw(StateOf(name), LanguageOf(name), width, height);
        var file = $"{name}-{width}x{height}.png";
        var stored = Repository.File($"tests/Unit/Display/Pictures/{file}");
        var different = File.Exists(stored) ? Difference(picture, PngPicture.Decode(File.ReadAllBytes(stored))) : "there is no stored picture";
        if (different is null) return;
        var actual = Path.Combine(AppContext.BaseDirectory, "pictures", file);
        Directory.CreateDirectory(Path.GetDirectoryName(actual)!);
        File.WriteAllBytes(actual, PngWriter.Write(picture));
        Assert.Fail($"{file} differs: {different}. It looks now as {actual}; stored is {stored}.");
    }

    [Fact]
    public void No_character_is_cut_and_none_overlaps_another_at_any_size()
    {
        foreach (var (width, height) in Sizes)
            foreach (var language in Enum.GetValues<DisplayLanguage>())
                foreach (var state in DisplayStates.All)
                    CheckRoom(DisplayFace.Lay(state, language, width, height), $"{width} × {height}, {language}, {state}");
    }

    [Fact]
    public void Any_size_can_be_drawn()
    {
        for (var side = 1; side < 70; side++)
        {
            DisplayFace.Draw(DisplayStates.Big, DisplayLanguage.Fr, side, 70 - side).Width.ShouldBe(side);
            DisplayFace.Draw(DisplayStates.Away, DisplayLanguage.En, side, side).Height.ShouldBe(side);
        }
    }

    [Fact]
    public void A_figure_stands_on_every_display_that_there_is_to_buy()
    {
        foreach (var (width, height) in Sizes.Where(size => Math.Min(size.Width, size.Height) >= 64))
            DisplayFace.Lay(DisplayStates.OffPeak, DisplayLanguage.En, width, height).Texts.Max(text => text.Line.CapHeight).ShouldBeGreaterThanOrEqualTo(12, $"{width} × {height}");
    }

    [Theory]
    [InlineData(PowerState.Silent)]
    [InlineData(PowerState.NoSensor)]
    [InlineData(PowerState.NoData)]
    [InlineData(PowerState.SensorGone)]
    [InlineData(PowerState.DatabaseAway)]
    public void Without_a_power_none_is_shown(PowerState power)
    {
        var state = DisplayStates.Normal with { Power = power, Watts = 231.4 };
        var same = state with { Watts = 0 };
        DisplayFace.Draw(state, DisplayLanguage.En, 160, 128).LooksLike(DisplayFace.Draw(same, DisplayLanguage.En, 160, 128)).ShouldBeTrue();
        DisplayFace.Draw(DisplayStates.Normal, DisplayLanguage.En, 160, 128).LooksLike(DisplayFace.Draw(state, DisplayLanguage.En, 160, 128)).ShouldBeFalse();
    }

    /// <summary>Draws each text alone, with much room around it, and looks where its pixels are.</summary>
    private static void CheckRoom(FaceLayout layout, string what)
    {
        var taken = new bool[layout.Width * layout.Height];
        foreach (var text in layout.Texts)
        {
            var room = 2 * text.Line.CapHeight + 8;
            var alone = new Picture(text.Line.Width + 2 * room, 2 * room);
            text.Line.Draw(alone, room, room);
            for (var y = 0; y < alone.Height; y++)
            {
                var row = alone.Row(y);
                for (var x = row.IndexOfAnyExcept(Colour.Black); x >= 0 && x < row.Length; x++)
                {
                    if (row[x] == Colour.Black) continue;
                    var (atX, atY) = (x - room + text.X, y - room + text.Baseline);
                    if (atX < 0 || atY < 0 || atX >= layout.Width || atY >= layout.Height) Assert.Fail($"A text is cut at {atX}, {atY}: {what}");
                    if (taken[atY * layout.Width + atX]) Assert.Fail($"Two texts overlap at {atX}, {atY}: {what}");
                    taken[atY * layout.Width + atX] = true;
                }
            }
        }
    }

    private static string? Difference(Picture picture, PngPicture stored)
    {
        if (picture.Width != stored.Width || picture.Height != stored.Height) return $"the stored one is {stored.Width} × {stored.Height}";
        var count = 0;
        for (var y = 0; y < picture.Height; y++)
            for (var x = 0; x < picture.Width; x++)
                if (stored.At(x, y) != (picture.Row(y)[x].Red, picture.Row(y)[x].Green, picture.Row(y)[x].Blue)) count++;
        return count == 0 ? null : $"{count} pixels";
    }

    private static DisplayLanguage LanguageOf(string name) => name.EndsWith("-fr", StringComparison.Ordinal) ? DisplayLanguage.Fr : DisplayLanguage.En;

    private static DisplayState StateOf(string name) => name[..^3] switch
    {
        "normal" => name == "normal-fr" ? DisplayStates.OffPeak : DisplayStates.Normal,
        "waiting" => DisplayStates.Waiting,
        "silent" => DisplayStates.Silent,
        "no-sensor" => DisplayStates.NoSensor,
        "database-away" => DisplayStates.Away,
        "fault" => DisplayStates.Fault,
        "big" => DisplayStates.Big,
        "kilowatts" => DisplayStates.Kilowatts,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such state."),
    };
}
