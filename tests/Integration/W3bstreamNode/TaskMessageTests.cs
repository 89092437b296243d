using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using PowerMeter.Tests.TestKit;
using PowerMeter.Tests.W3bstreamNode.Failures;
using PowerMeter.Tests.W3bstreamNode.Hosting;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.W3bstreamNode;

/// <summary>Tasks of the current network.</summary>
public sealed class TaskMessageTests : IAsyncDisposable
{
    private const long Timestamp = 1_766_905_635;
    private static readonly string[] SignedKeys = ["timestamp", "value"];

    private readonly SigningDevice _device = SigningDevice.WithKeyOne();
    private readonly ManualTimeProvider _clock = new(DateTimeOffset.FromUnixTimeSeconds(Timestamp + 1));

    public ValueTask DisposeAsync()
    {
        _device.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Json(string value = "5", string address = SigningDevice.AddressOfOne, string nonce = "305419896") => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"nonce":{{{nonce}}},"projectID":"1009","payload":{"timestamp":{{{Timestamp}}},"value":{{{value}}},"address":"did:io:{{{address}}}"}}""");

    /// <summary>The hash of the JSON and two values: as the project demands it.</summary>
    private static byte[] WithValues(byte[] json, ulong value)
    {
        var part = new byte[48];
        SHA256.HashData(json, part);
        BinaryPrimitives.WriteUInt64LittleEndian(part.AsSpan(32), (ulong)Timestamp);
        BinaryPrimitives.WriteUInt64LittleEndian(part.AsSpan(40), value);
        return part;
    }

    private Task<RunningNode> StartAsync(NodeOptions? options = null) => RunningNode.StartAsync(options, _clock);

    [Fact]
    public async Task A_task_is_taken_and_goes_through_its_states()
    {
        await using var node = await StartAsync(new NodeOptions { Project = "1009", Approved = [SigningDevice.AddressOfOne.ToLowerInvariant()] });
        var id = (await node.PostTaskAsync(_device.Task(Json())).JsonAsync(HttpStatusCode.OK)).GetProperty("taskID").GetString()!;
        async Task<string[]> StatesAsync() =>
            [.. (await node.GetJsonAsync($"/v1/task/{id}")).GetProperty("states").EnumerateArray().Select(each => each.GetProperty("state").GetString()!)];

        id.ShouldMatch("^0x[0-9a-f]{64}$");
        var reading = node.Readings.Single();
        (reading.Device.Address, reading.Watts, reading.IsTask, reading.VerifiedByOpenSsl).ShouldBe((SigningDevice.AddressOfOne, 5, true, true));
        reading.WindowEnd.ToUnixTimeSeconds().ShouldBe(Timestamp);
        reading.Lateness.ShouldBe(TimeSpan.FromSeconds(1));

        (await StatesAsync()).ShouldBe(["packed"]);
        _clock.Advance(TimeSpan.FromSeconds(2));
        (await StatesAsync()).ShouldBe(["packed", "assigned"]);
        _clock.Advance(TimeSpan.FromSeconds(2));
        (await StatesAsync()).ShouldBe(["packed", "assigned", "settled"]);
        node.Failure = new Failure { TasksFail = true };
        (await StatesAsync()).ShouldBe(["packed", "assigned", "failed"]);
        (await node.GetJsonAsync($"/v1/task/0x{new string('0', 64)}")).GetProperty("states").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_network_writes_the_message_again_before_it_hashes_it()
    {
        await using var node = await StartAsync();
        var signed = _device.Task(Json());
        var signature = signed[signed.IndexOf("\"signature\"", StringComparison.Ordinal)..^1];
        var rearranged = $$$"""{ {{{signature}}}, "payload": { "timestamp":{{{Timestamp}}}, "value":5, "address":"did:io:{{{SigningDevice.AddressOfOne}}}"} , "projectID":"1009", "nonce":305419896 }""";
        (await node.PostTaskAsync(rearranged)).StatusCode.ShouldBe(HttpStatusCode.OK);

        // Within the payload the order stays as it was sent, and '<' becomes \u003c: these are other bytes.
        await node.PostTaskAsync(rearranged.Replace("\"value\":5, ", "", StringComparison.Ordinal).Replace("\"timestamp\"", "\"value\":5,\"timestamp\"", StringComparison.Ordinal))
            .JsonAsync(HttpStatusCode.BadRequest);
        var escaped = Json().Replace("\"value\"", "\"note\":\"<\",\"value\"", StringComparison.Ordinal);
        await node.PostTaskAsync(_device.Task(escaped)).JsonAsync(HttpStatusCode.BadRequest);
        (await node.PostTaskAsync(_device.Task(escaped, json => [.. System.Text.Encoding.UTF8.GetBytes(escaped.Replace("<", "\\u003c", StringComparison.Ordinal))])))
            .StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Values_that_the_project_has_signed_are_whole_milliwatts()
    {
        await using var node = await StartAsync(new NodeOptions { SignedKeys = SignedKeys });
        (await node.PostTaskAsync(_device.Task(Json("134700"), json => WithValues(json, 134_700)))).StatusCode.ShouldBe(HttpStatusCode.OK);
        node.Readings.Single().Watts.ShouldBe(134.7);

        (await node.PostTaskAsync(_device.Task(Json("134700"))).JsonAsync(HttpStatusCode.BadRequest)).GetProperty("error").GetString()!.ShouldContain("bad signature");
        (await node.PostTaskAsync(_device.Task(Json("134.7"), json => WithValues(json, 134_700))).JsonAsync(HttpStatusCode.BadRequest))
            .GetProperty("error").GetString()!.ShouldContain("whole number");
    }

    [Fact]
    public async Task A_device_that_is_not_approved_is_refused()
    {
        await using var node = await StartAsync(new NodeOptions { Approved = ["0x00000000000000000000000000000000000000aa"] });
        (await node.PostTaskAsync(_device.Task(Json())).JsonAsync(HttpStatusCode.Forbidden)).GetProperty("error").GetString()!.ShouldContain("permission");
        node.Readings.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_wrong_is_a_bad_request_that_says_what()
    {
        await using var node = await StartAsync(new NodeOptions { Project = "1009" });
        async Task RefusedAsync(string message, string why) =>
            (await node.PostTaskAsync(message).JsonAsync(HttpStatusCode.BadRequest)).GetProperty("error").GetString()!.ShouldContain(why);

        await RefusedAsync(_device.Task(Json(nonce: "0")), "nonce");
        await RefusedAsync(_device.Task(Json()).Replace("\"value\":5", "\"value\":6", StringComparison.Ordinal), "bad signature");
        await RefusedAsync(_device.Task(Json(address: "0x00000000000000000000000000000000000000aa")), "bad signature");
        await RefusedAsync(_device.Task(Json(address: "aa")), "did:io");
        await RefusedAsync(_device.Task(Json().Replace("1009", "1010", StringComparison.Ordinal)), "project");
        await RefusedAsync(_device.Task(Json()).Replace("\"0x", "\"", StringComparison.Ordinal), "0x");
        await RefusedAsync("""{"nonce":""", "not JSON");
        using var otherCurve = SigningDevice.Make("secp256r1");
        await RefusedAsync(otherCurve.Task(Json()), "bad signature");
        node.Readings.ShouldBeEmpty();
    }
}
