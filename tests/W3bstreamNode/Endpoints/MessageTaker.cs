using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PowerMeter.Tests.W3bstreamNode.Arrivals;
using PowerMeter.Tests.W3bstreamNode.Failures;
using PowerMeter.Tests.W3bstreamNode.Messages;
using PowerMeter.Tests.W3bstreamNode.Verification;

namespace PowerMeter.Tests.W3bstreamNode.Endpoints;

/// <summary>What goes wrong while a message is taken, as an answer.</summary>
internal sealed class MessageTaker(RefusalLog refusals, ILogger logger)
{
    /// <param name="refuse">Answers a message that is wrong in itself.</param>
    public async Task<Answer> TakeAsync(byte[] body, bool isTask, Func<Task<Answer>> take, Func<string, Answer> refuse)
    {
        try
        {
            return await take();
        }
        catch (BadMessageException e)
        {
            refusals.Add(e.Message, body);
            return refuse(e.Message);
        }
        catch (VerifierException e)
        {
            logger.LogError(e, "A signature could not be verified");
            return Trouble(isTask, StatusCodes.Status503ServiceUnavailable, e.Message);
        }
        catch (Exception e) when (e is IOException or LedgerFullException)
        {
            logger.LogError(e, "A reading could not be kept");
            return Trouble(isTask, StatusCodes.Status500InternalServerError, e.Message);
        }
    }

    private static Answer Trouble(bool isTask, int status, string message) =>
        (context, _) => Answers.ErrorAsync(context, isTask, status, "InternalServerError", message);
}
