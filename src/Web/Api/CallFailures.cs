using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Api;

/// <summary>Turns what a call throws into an answer with the right status, in the form that the API gives its errors.</summary>
internal sealed partial class CallFailures<TForm>(ILogger<CallFailures<TForm>> logger) : IEndpointFilter
    where TForm : IFailureForm
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception e)
        {
            if (AnswerTo(e, context.HttpContext) is { } answer) return answer;
            throw;
        }
    }

    private IResult? AnswerTo(Exception e, HttpContext call) => e switch
    {
        // Whoever asked has gone; the database has been told to stop.
        OperationCanceledException when call.RequestAborted.IsCancellationRequested => TypedResults.Empty,
        BadHttpRequestException bad => TForm.Error(bad.StatusCode, bad.Message),
        _ when TForm.OwnAnswerTo(e, call) is { } own => own,
        PostgresException { SqlState: RawHorizon.Refused } refused => TForm.Error(StatusCodes.Status409Conflict, $"Nothing was written: {refused.MessageText}."),
        PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation } => TForm.NoSensor(call),
        UnknownOutcomeException => Away(e, call, "The database was lost while it stored the change: all of it was done, or nothing. Look whether it was before you send it again."),
        _ when DatabaseFault.Is(e) => Away(e, call, "The database does not answer just now: try again soon."),
        _ => null,
    };

    private IResult Away(Exception e, HttpContext call, string message)
    {
        DatabaseAway(logger, e.Message);
        if (!call.Response.HasStarted) return TForm.Error(StatusCodes.Status503ServiceUnavailable, message);
        // Half an answer must not look like a whole one.
        call.Abort();
        return TypedResults.Empty;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A call failed at the database: {Reason}")]
    private static partial void DatabaseAway(ILogger logger, string reason);
}
