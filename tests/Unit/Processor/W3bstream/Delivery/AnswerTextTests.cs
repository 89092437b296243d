using System.Text;
using PowerMeter.Processor.W3bstream.Delivery;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream.Delivery;

public sealed class AnswerTextTests
{
    [Fact]
    public void It_is_cut_at_500_without_tearing_a_pair_apart()
    {
        AnswerText.Clean(new string('a', 600)).Length.ShouldBe(500);
        var text = AnswerText.Clean(new string('a', 499) + "😀😀");
        text.ShouldBe(new string('a', 499));
        AnswerText.Clean("\ud83d alone").ShouldBe("\ufffd alone");
    }

    [Fact]
    public void What_postgresql_does_not_take_is_not_in_it()
    {
        AnswerText.Clean("a\0b").ShouldBe("ab");
        new AnswerText("").Read([0x61, 0xFF, 0xC3, 0x28, 0x00, 0x62]).ShouldBe("a\ufffd\ufffd(b");
    }

    [Fact]
    public void Random_bytes_always_become_text_that_can_be_written()
    {
        var random = new Random(5);
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        var bytes = new byte[2000];
        for (var round = 0; round < 500; round++)
        {
            random.NextBytes(bytes);
            var text = new AnswerText("token").Read(bytes.AsSpan(0, random.Next(bytes.Length)));
            strict.GetBytes(text).ShouldNotContain((byte)0);
            text.Length.ShouldBeLessThanOrEqualTo(500);
        }
    }

    [Fact]
    public void What_does_not_show_or_turns_the_writing_around_is_not_in_it()
    {
        AnswerText.Clean("a\u202Eb\u2066c\u200Bd\u001B[31me\u0007\u0085\uFEFFf").ShouldBe("abcd[31me f");
        AnswerText.Clean(" a\r\n\tb\u2028c ").ShouldBe("a   b c");
    }

    [Theory]
    [InlineData("Sec/r\0et+Tok=en")]
    [InlineData("Sec/\u200Bret+Tok=en")]
    [InlineData("%53%65%63%2f%72%65%74%2b%54%6f%6b%3d%65%6e")]
    [InlineData("Sec%252Fret%252BTok%253Den")]
    [InlineData(@"\u0053\u0065\u0063\u002F\u0072et+Tok\u003den")]
    [InlineData(@"Sec\\/ret+Tok=en")]
    [InlineData("Sec&#x2f;ret&#043;Tok&#61;en")]
    [InlineData("SEC/RET+TOK=EN")]
    public void The_token_is_hidden_however_it_is_quoted(string quoted) =>
        new AnswerText("Sec/ret+Tok=en").Read(Encoding.UTF8.GetBytes($"é%41 {quoted}{quoted} %42 {quoted[..5]}"))
            .ShouldBe($"é%41 [token][token] %42 {AnswerText.Clean(quoted[..5])}");

    [Fact]
    public void A_token_that_looks_quoted_is_hidden_too() => new AnswerText("a%2Fb&amp;c").Read("<a%2Fb&amp;c> <a%252Fb%26amp;c>"u8).ShouldBe("<[token]> <[token]>");

    [Fact]
    public void A_token_that_the_cut_would_tear_apart_is_hidden_before()
    {
        var text = new AnswerText("secret-token").Read(Encoding.UTF8.GetBytes(new string('a', 494) + "secret-token"));
        text.ShouldBe(new string('a', 494) + "[token");
    }
}
