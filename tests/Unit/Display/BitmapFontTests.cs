using System.Collections;
using System.Reflection;
using PowerMeter.Shared.Display;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Display;

public sealed class BitmapFontTests
{
    private const string Sheet = "height 4\nascent 3\ncap 2\nspacing 1\nspace 2\nglyphs a ´\n.. #\n#. .\n## .\n.. .\ncompose á a ´\n";

    [Theory]
    [InlineData(DisplayLanguage.En)]
    [InlineData(DisplayLanguage.Fr)]
    public void It_has_every_character_of_the_texts(DisplayLanguage language)
    {
        var texts = DisplayTexts.Of(language);
        var words = typeof(DisplayTexts).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.GetValue(texts))
            .SelectMany(value => value is string word ? [word] : value is IEnumerable many ? many.OfType<string>() : []).ToList();
        words.Count.ShouldBeGreaterThan(25);
        string.Concat(words).Distinct().Where(character => !BitmapFont.Small.Has(character)).ShouldBeEmpty();
    }

    [Fact]
    public void It_has_the_letters_of_both_languages_and_what_figures_need()
    {
        const string All = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZàâæçéèêëîïôœùûüÿÀÂÇÉÈÊËÎÏÔŒÙÛÜŸ0123456789€£$¥.,:;!?'’()/%+-−–…«»°☀☾●○⧗⚠ \u202F";
        All.Where(character => !BitmapFont.Small.Has(character)).ShouldBeEmpty();
        "0123456789.,−–€£$¥ \u202FkMW".Where(character => !BitmapFont.Medium.Has(character)).ShouldBeEmpty();
        "0123456789.,− \u202F".Where(character => !BitmapFont.Large.Has(character)).ShouldBeEmpty();
    }

    [Fact]
    public void Figures_stand_still_when_their_digits_change()
    {
        foreach (var font in (BitmapFont[])[BitmapFont.Small, BitmapFont.Medium, BitmapFont.Large])
            "0123456789".Select(digit => font.Measure($"{digit}")).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void No_two_characters_look_alike()
    {
        foreach (var font in (BitmapFont[])[BitmapFont.Small, BitmapFont.Medium, BitmapFont.Large])
        {
            var drawn = font.Characters.Select(character => (character, Pixels: PixelsOf(font, $"{character}"))).ToList();
            // These do in most typefaces.
            drawn.Where(one => one.character is not ('O' or '−' or '–' or 'ı' or '·')).GroupBy(one => one.Pixels).Where(group => group.Count() > 1)
                .Select(group => string.Concat(group.Select(one => one.character))).ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_character_that_it_lacks_is_a_box_and_not_nothing() => PixelsOf(BitmapFont.Small, "漢").ShouldBe(PixelsOf(BitmapFont.Small, "\uFFFD"));

    [Fact]
    public void It_is_larger_by_whole_factors_only_and_so_stays_crisp()
    {
        var (once, thrice) = (new Picture(30, 20), new Picture(90, 60));
        BitmapFont.Small.Draw(once, 1, 12, "é8", 1, Colour.White);
        BitmapFont.Small.Draw(thrice, 3, 36, "é8", 3, Colour.White);
        for (var y = 0; y < thrice.Height; y++)
            for (var x = 0; x < thrice.Width; x++)
                thrice.Row(y)[x].ShouldBe(once.Row(y / 3)[x / 3]);
    }

    [Fact]
    public void A_mark_is_laid_over_its_letter()
    {
        var font = FontSheet.Parse(Sheet);
        font.Measure("a á").ShouldBe(2 + 1 + 2 + 1 + 2);
        PixelsOf(font, "á").ShouldNotBe(PixelsOf(font, "a"));
    }

    [Theory]
    [InlineData("glyphs A\n#\n", "The font does not say its height.")]
    [InlineData("height 2\nglyphs A\n#", "Line 2 of the font; allowed: 2 rows of pixels follow it.")]
    [InlineData("height 1\nglyphs A B\n#\n", "Line 2 of the font; allowed: as many glyphs as characters, each at most 64 pixels wide.")]
    [InlineData("height 2\nglyphs A\n#\n##\n", "Line 4 of the font; allowed: glyphs as wide as in the row above.")]
    [InlineData("height 1\nglyphs A\nx\n", "Line 3 of the font; allowed: '#' for ink and '.' for none.")]
    [InlineData("height 1\nglyphs A A\n# #\n", "Line 2 of the font; allowed: each character once.")]
    [InlineData("what is this", "Line 1 of the font; allowed: a measure, such as 'height 12', 'glyphs' and characters, or 'compose' and three characters that there are.")]
    public void A_sheet_that_makes_no_sense_says_in_which_line(string sheet, string message) =>
        Should.Throw<FormatException>(() => FontSheet.Parse(sheet)).Message.ShouldBe(message);

    private static string PixelsOf(BitmapFont font, string text)
    {
        var picture = new Picture(80, 60);
        font.Draw(picture, 4, 48, text, 1, Colour.White);
        return string.Concat(Enumerable.Range(0, picture.Height).Select(y => string.Concat(picture.Row(y).ToArray().Select(colour => colour == Colour.White ? '#' : '.'))));
    }
}
