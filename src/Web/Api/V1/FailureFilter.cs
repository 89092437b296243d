using System.Globalization;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Api.V1;

/// <summary>Turns what a call throws into a problem with the right status.</summary>
internal sealed partial class FailureFilter(ILogger<FailureFilter> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ParameterException e)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, e.Message);
        }
        catch (OperationCanceledException) when (context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone; the database has been told to stop.
            return TypedResults.Empty;
        }
        catch (BadHttpRequestException e)
        {
            return Problem.Of(e.StatusCode, e.Message);
        }
        catch (PostgresException e) when (e.SqlState == RawHorizon.Refused)
        {
            return Problem.Of(StatusCodes.Status409Conflict, $"Nothing was written: {e.MessageText}.");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            // It was there a moment ago.
            return Problem.NoSensor(int.Parse(context.HttpContext.GetRouteValue("id")!.ToString()!, CultureInfo.InvariantCulture));
        }
        catch (UnknownOutcomeException e)
        {
            DatabaseAway(logger, e.Message);
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "The database was lost while it stored the change: all of it was done, or nothing. Look whether it was before you send it again.");
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

            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "The database does not answer just now: try again soon.");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A call failed at the database: {Reason}")]
    private static partial void DatabaseAway(ILogger logger, string reason);
}
