using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Components;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Components;

public sealed class RetriesTests : IDisposable
{
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly CancellationTokenSource _closed = new();
    private readonly List<Exception> _failed = [];
    private int _tries;

    public void Dispose() => _closed.Dispose();

    [Fact]
    public async Task It_tries_after_each_pause_until_it_need_not()
    {
        var tries = Start(() => ++_tries < 3);
        for (var done = 1; done <= 3; done++)
        {
            _time.Advance(Retries.Pause - TimeSpan.FromTicks(1));
            _tries.ShouldBe(done - 1);
            _time.Advance(TimeSpan.FromTicks(1));
            await Eventually.BecomesTrueAsync($"try {done}", () => Task.FromResult(_tries == done));
        }

        await tries;
        _failed.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_try_throws_ends_it_and_is_told()
    {
        var tries = Start(() => throw new InvalidOperationException("ours"));
        _time.Advance(Retries.Pause);
        await tries;
        _failed.ShouldHaveSingleItem().Message.ShouldBe("ours");
    }

    [Fact]
    public async Task A_page_that_was_left_is_told_nothing()
    {
        var waiting = Start(() => true);
        await _closed.CancelAsync();
        await waiting;
        _failed.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_fails_because_the_page_was_left_meanwhile_is_told_nobody()
    {
        var tries = Start(() =>
        {
            _closed.Cancel();
            throw new InvalidOperationException("closed on the way");
        });
        _time.Advance(Retries.Pause);
        await tries;
        _failed.ShouldBeEmpty();
    }

    private Task Start(Func<bool> attempt) => Retries.KeepTryingAsync(() => Task.FromResult(attempt()), TellAsync, _time, _closed.Token);

    private Task TellAsync(Exception e)
    {
        _failed.Add(e);
        return Task.CompletedTask;
    }
}
