using Microsoft.AspNetCore.Http;
using PowerMeter.Tests.W3bstreamNode.Arrivals;

namespace PowerMeter.Tests.W3bstreamNode.Failures;

/// <summary>Writes an answer.</summary>
/// <param name="now">The time that the answer gives.</param>
internal delegate Task Answer(HttpContext context, DateTimeOffset now);

/// <summary>Every message goes through here, where the node fails when it was told to.</summary>
internal sealed class FailureGate(FailureSwitch failures, RefusalLog refusals, TimeProvider clock)
{
    private static readonly TimeSpan Wrong = TimeSpan.FromDays(-3650);

    /// <param name="take">Takes the message; is not called for one that fails without being kept.</param>
    public async Task PassAsync(HttpContext context, bool isTask, Func<Task<Answer>> take)
    {
        var failure = failures.Next();
        if (failure.Mode == FailureMode.Delay) await Task.Delay(TimeSpan.FromMilliseconds(failure.DelayMs), clock, context.RequestAborted);
        if (FailingAnswer.IsGoodAnswer(failure))
        {
            var answer = await take();
            var now = clock.GetUtcNow() + (failure.Mode == FailureMode.WrongTime ? Wrong : TimeSpan.Zero);
            if (failure.Mode == FailureMode.WrongTime) context.Response.Headers.Date = now.ToString("R");
            await answer(context, now);
            return;
        }

        refusals.CountFailed();
        if (failure.Keep) await take();
        await FailingAnswer.WriteAsync(context, failure, isTask);
    }
}
