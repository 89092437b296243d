using Microsoft.Extensions.Logging;
using PowerMeter.Shared.Hosting;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Hosting;

public sealed class MessageBoardTests : IDisposable
{
    private readonly ManualTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly MessageBoard _board;

    public MessageBoardTests() => _board = new MessageBoard(_time);

    public void Dispose() => _board.Dispose();

    [Fact]
    public void What_is_said_often_stands_once_with_its_latest_words()
    {
        var logger = _board.CreateLogger("PowerMeter.Receiver.Dating.SampleDating");
        var begin = _time.GetUtcNow();
        Say(logger, LogLevel.Warning, "Doubted", "one");
        _time.Advance(TimeSpan.FromSeconds(5));
        Say(logger, LogLevel.Warning, "Doubted", "two");
        Say(logger, LogLevel.Information, "Fine", "three");
        Say(_board.CreateLogger("Microsoft.AspNetCore.DataProtection"), LogLevel.Warning, "Developers", "four");
        _board.Take().ShouldBe([new ProcessMessage("SampleDating.Doubted", LogLevel.Warning, "two", begin, begin.AddSeconds(5), 2)]);
        _board.Take().ShouldBeEmpty();
    }

    [Fact]
    public void What_could_not_be_kept_comes_again_with_what_was_said_since()
    {
        var logger = _board.CreateLogger("A");
        Say(logger, LogLevel.Error, "X", "before");
        var taken = _board.Take();
        Say(logger, LogLevel.Error, "X", "after");
        _board.PutBack(taken);
        var again = _board.Take().ShouldHaveSingleItem();
        (again.Text, again.Times, again.FirstAt).ShouldBe(("after", 2, taken[0].FirstAt));
    }

    [Fact]
    public void The_oldest_make_room_and_long_words_are_cut()
    {
        var logger = _board.CreateLogger("A");
        for (var i = 0; i <= MessageBoard.MostKept; i++)
        {
            Say(logger, LogLevel.Critical, $"E{i}", new string('x', 2000));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        var kept = _board.Take();
        kept.Count.ShouldBe(MessageBoard.MostKept);
        kept.ShouldNotContain(message => message.Source == "A.E0");
        kept.ShouldAllBe(message => message.Text.Length == 1000);
    }

    [Fact]
    public void An_exception_is_told_without_its_trace()
    {
        _board.CreateLogger("A").Log(LogLevel.Error, new EventId(7), "It broke", new InvalidOperationException("why"), (state, _) => state);
        var message = _board.Take().ShouldHaveSingleItem();
        (message.Source, message.Text).ShouldBe(("A.7", "It broke (InvalidOperationException: why)"));
    }

    private static void Say(ILogger logger, LogLevel level, string name, string text) => logger.Log(level, new EventId(1, name), text, null, (state, _) => state);
}
