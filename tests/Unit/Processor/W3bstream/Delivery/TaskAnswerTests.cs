using System.Text;
using PowerMeter.Processor.W3bstream.Delivery;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream.Delivery;

public sealed class TaskAnswerTests
{
    [Theory]
    [InlineData("""{"taskID":"0x1","states":[{"state":"packed","time":"2026-01-01T00:00:00Z"},{"state":"assigned"}]}""", "assigned")]
    [InlineData("""{"states":["packed","settled"]}""", "settled")]
    [InlineData("""{"state":"failed"}""", "failed")]
    [InlineData("""{"states":[],"state":"packed"}""", "packed")]
    [InlineData("""{"states":[{}]}""", null)]
    [InlineData("""{"state":5}""", null)]
    [InlineData("{}", null)]
    [InlineData("[]", null)]
    [InlineData("<html>", null)]
    [InlineData("""{"state":"\ud800"}""", null)]
    [InlineData("""{"st\ud800":1,"states":["\ud800"]}""", null)]
    [InlineData("", null)]
    [InlineData("""{"state":"a state that is much too long to be the state of any task"}""", null)]
    public void The_last_state_counts(string answer, string? state) => TaskAnswer.StateOf(Encoding.UTF8.GetBytes(answer)).ShouldBe(state);
}
