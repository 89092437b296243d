using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PowerMeter.Tests.W3bstreamNode.Arrivals;
using PowerMeter.Tests.W3bstreamNode.Failures;
using PowerMeter.Tests.W3bstreamNode.Hosting;
using PowerMeter.Tests.W3bstreamNode.Messages;

namespace PowerMeter.Tests.W3bstreamNode.Endpoints;

/// <summary>Tasks of the current network, and what becomes of them.</summary>
internal sealed class TaskEndpoint(
    NodeOptions options, Intake intake, Ledger ledger, MessageTaker taker, FailureGate gate, FailureSwitch failures, TimeProvider clock)
{
    private const int TaskIdLength = 66;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/task", CreateAsync);
        routes.MapGet("/v1/task/{id}", QueryAsync);
    }

    private async Task CreateAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context);
        var stamp = intake.Arrive();
        await gate.PassAsync(context, isTask: true, () => taker.TakeAsync(body, isTask: true, KeepAsync, why => Error(StatusCodes.Status400BadRequest, why)));

        async Task<Answer> KeepAsync()
        {
            var message = TaskMessage.Parse(body, options.SignedKeys);
            if (options.Project is not null && message.ProjectId != options.Project) throw new BadMessageException("There is no such project.");
            var (device, judgement) = await intake.VerifyAsync(message.ToVerify, context.RequestAborted);
            if (!IsApproved(device)) return Error(StatusCodes.Status403Forbidden, "The device does not have permission.");
            var taskId = TaskId(message.ToVerify.Signature);
            var arrival = new Arrival(
                device, message.WindowEnd, message.Watts, Identifier(taskId), stamp.At, IsTask: true, IsDer: false, judgement.Noble.HighS,
                judgement.OpenSsl == true);
            intake.Keep(arrival, stamp);
            return (to, _) => Answers.WriteAsync(to, StatusCodes.Status200OK, new { taskID = taskId });
        }
    }

    private Task QueryAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        var reading = IsTaskId(id) && ledger.Find(Identifier(id)) is { IsTask: true } found ? found : null;
        // The network has no 404 here: a task that it does not know has no states.
        return Answers.WriteAsync(context, StatusCodes.Status200OK, new
        {
            projectID = reading is null ? "" : options.Project ?? "",
            taskID = id,
            states = reading is null ? [] : StatesOf(reading).ToArray(),
        });
    }

    private IEnumerable<object> StatesOf(ArrivedReading reading)
    {
        var (packed, assigned, ended) = (reading.ReceivedAt, reading.ReceivedAt + options.TaskStep, reading.ReceivedAt + (2 * options.TaskStep));
        var now = clock.GetUtcNow();
        yield return new { state = "packed", time = packed };
        if (now < assigned) yield break;
        yield return new { state = "assigned", time = assigned, prover_id = "did:io:0000000000000000000000000000000000000001" };
        if (now < ended) yield break;
        if (failures.Current.TasksFail) yield return new { state = "failed", time = ended, error = "The node was told to fail." };
        else yield return new { state = "settled", time = ended, comment = "The task has been completed." };
    }

    private bool IsApproved(Device device) =>
        options.Approved is null || options.Approved.Any(each => string.Equals(each, device.Address, StringComparison.OrdinalIgnoreCase));

    // The network hashes with Keccak-256 and the recovery number behind the signature; for its senders it is a name without meaning.
    private static string TaskId(byte[] signature) => $"0x{Convert.ToHexStringLower(SHA256.HashData(signature))}";

    private static bool IsTaskId(string id) =>
        id.Length == TaskIdLength && id.StartsWith("0x", StringComparison.Ordinal) && id.Skip(2).All(char.IsAsciiHexDigit);

    /// <summary>The first half of a task's id: as unlikely as a UUID to be another's.</summary>
    private static Guid Identifier(string taskId) => new(Convert.FromHexString(taskId.AsSpan(2, 32)), bigEndian: true);

    private static Answer Error(int status, string message) =>
        (context, _) => Answers.ErrorAsync(context, isTask: true, status, "", message);
}
