using System.Text;
using PowerMeter.Processor.W3bstream.Identity;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream;

public sealed class Keccak256Tests
{
    [Theory]
    [InlineData("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    public void Published_hashes_are_met(string text, string hash) => Convert.ToHexStringLower(Keccak256.Hash(Encoding.ASCII.GetBytes(text))).ShouldBe(hash);

    [Theory] // around one block, and the million of NIST's long test; computed by another implementation, too
    [InlineData(135, "34367dc248bbd832f4e3e69dfaac2f92638bd0bbd18f2912ba4ef454919cf446")]
    [InlineData(136, "a6c4d403279fe3e0af03729caada8374b5ca54d8065329a3ebcaeb4b60aa386e")]
    [InlineData(137, "d869f639c7046b4929fc92a4d988a8b22c55fbadb802c0c66ebcd484f1915f39")]
    [InlineData(1_000_000, "fadae6b49f129bbb812be8407b7b2894f34aecf6dbd1f9b0f0c7e9853098fc96")]
    public void So_many_times_the_letter_a(int count, string hash)
    {
        var bytes = new byte[count];
        bytes.AsSpan().Fill((byte)'a');
        Convert.ToHexStringLower(Keccak256.Hash(bytes)).ShouldBe(hash);
    }

    [Fact]
    public void A_mebibyte_that_counts_to_250_over_and_over() =>
        Convert.ToHexStringLower(Keccak256.Hash([.. Enumerable.Range(0, 1 << 20).Select(i => (byte)(i % 251))]))
            .ShouldBe("2fd6b833d9e25ae8d7dda1c3ed07af04df131ce89010c888534d4e825e40e875"); // computed by another implementation
}
