using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>Turns what a call throws into JSON with the right status.</summary>
internal sealed partial class FailureFilter(ILogger<FailureFilter> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (PathNumberException e)
        {
            return ApiError.Of(e.Status, e.Message);
        }
        catch (OperationCanceledException) when (context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone; the database has been told to stop.
            return TypedResults.Empty;
        }
        catch (BadHttpRequestException e)
        {
            return ApiError.Of(e.StatusCode, e.Message);
        }
        catch (Exception e) when (e is InvalidDataException or IOException && !context.HttpContext.Response.HasStarted)
        {
            // A form that is cut short, too big or not a form.
            return ApiError.Of(StatusCodes.Status400BadRequest, $"The form cannot be read: {e.Message}");
        }
        catch (PostgresException e) when (e.SqlState == RawHorizon.Refused)
        {
            return ApiError.Of(StatusCodes.Status409Conflict, $"Nothing was written: {e.MessageText}.");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            // The sensor was there a moment ago: the answer is that of one that there is not.
            return TypedResults.Json(new DataAnswer<bool>(false), AnswerJson.Default.DataAnswerBoolean);
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            DatabaseAway(logger, e.Message);
            if (context.HttpContext.Response.HasStarted)
            {
                // Half an answer must not look like a whole one.
                context.HttpContext.Abort();
                return TypedResults.Empty;
            }

            return ApiError.Of(StatusCodes.Status503ServiceUnavailable, "The database does not answer just now: try again soon.");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A call failed at the database: {Reason}")]
    private static partial void DatabaseAway(ILogger logger, string reason);
}
