using PowerMeter.Shared.Hosting;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Hosting;

public sealed class LoopsTests
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _written = new();

    private static Task WaitAsync(CancellationToken cancel) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);

    /// <summary>Has something to finish when it is stopped.</summary>
    private async Task WriteLastAsync(CancellationToken cancel)
    {
        try
        {
            await WaitAsync(cancel);
        }
        finally
        {
            _stopped.SetResult();
            await _written.Task;
        }
    }

    [Fact]
    public async Task Those_that_have_something_to_finish_are_waited_for()
    {
        using var stop = new CancellationTokenSource();
        var run = Loops.RunAsync([WaitAsync, WriteLastAsync], stop.Token);
        await stop.CancelAsync();
        await _stopped.Task;
        run.IsCompleted.ShouldBeFalse();
        _written.SetResult();
        await Should.ThrowAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task The_first_that_fails_stops_the_others_and_is_heard()
    {
        var failing = new TaskCompletionSource();
        var run = Loops.RunAsync([WriteLastAsync, _ => failing.Task], CancellationToken.None);
        failing.SetException(new IOException("gone"));
        await _stopped.Task;
        run.IsCompleted.ShouldBeFalse();
        _written.SetException(new InvalidOperationException("of no account"));
        (await Should.ThrowAsync<IOException>(() => run)).Message.ShouldBe("gone");
    }

    [Fact]
    public async Task One_that_cannot_even_begin_stops_those_that_have()
    {
        _written.SetResult();
        await Should.ThrowAsync<IOException>(() => Loops.RunAsync([WriteLastAsync, _ => throw new IOException("gone")], CancellationToken.None));
        _stopped.Task.IsCompleted.ShouldBeTrue();
    }
}
