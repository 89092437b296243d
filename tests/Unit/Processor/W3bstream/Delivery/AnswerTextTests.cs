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
    public void A_token_that_the_cut_would_tear_apart_is_hidden_before()
    {
        var text = new AnswerText("secret-token").Read(Encoding.UTF8.GetBytes(new string('a', 494) + "secret-token"));
        text.ShouldBe(new string('a', 494) + "[token");
    }
}
