using System.Threading.RateLimiting;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>
/// For calls that hold much or for long: a few at a time, the others wait their turn. So a flood of them neither eats a
/// small machine's memory nor takes all connections to the database from the pages and from the samples that are pushed.
/// A turn begins when the caller is known, so that nobody without credentials takes one, and lasts until the answer is sent.
/// </summary>
internal sealed class TurnFilter(int atOnce = 4) : IEndpointFilter, IDisposable
{
    /// <summary>The key of those that hold their groups in memory.</summary>
    public const string Bins = "bins";

    /// <summary>The key of those that hold a connection to the database while their client reads.</summary>
    public const string Lists = "lists";

    /// <summary>The key of those that may hold a connection for minutes, whatever their client does.</summary>
    public const string Deletions = "deletions";

    /// <summary>The key of those that draw: each takes a whole core while it does, so one at a time.</summary>
    public const string Pictures = "pictures";

    private readonly ConcurrencyLimiter _turns = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = atOnce,
        QueueLimit = Overload.Waiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    public void Dispose() => _turns.Dispose();

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var turn = await _turns.AcquireAsync(1, http.RequestAborted);
        http.Response.RegisterForDispose(turn);
        return turn.IsAcquired ? await next(context) : Overload.Answer(http);
    }
}
