using PowerMeter.Receiver.Configuration;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Scale;

/// <summary>Who is the Receiver of a name, when it is this process that asks.</summary>
public sealed class NameClaimTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly TestDatabase _database = fixture.Database;

    [Theory]
    [InlineData("twin", "another boot", 40, false)]   // Two Pis may both be called raspberrypi, and containers share a host's name.
    [InlineData("rebooted", "another boot", 50, true)]
    [InlineData("far", "another machine", 110, false)]
    [InlineData("replaced", "another machine", 130, true)]
    public async Task A_name_is_free_when_nobody_was_heard_under_it(string name, string holder, int silentSeconds, bool isFree)
    {
        var host = holder == "another boot" ? Environment.MachineName : holder;
        await HoldAsync(name, host, "11111111-2222-3333-4444-555555555555/pid:[1] 4711 99", silentSeconds);
        var claim = new NameClaim(_database.Receiver, new ReceiverOptions(name));
        await claim.TakeAsync(Cancel);
        if (isFree) claim.Refusal.ShouldBeNull();
        else claim.Refusal!.ShouldContain($"Another Receiver of the name '{name}' reads the sensors already ({host}, process 4711)");
    }

    [Fact]
    public async Task A_process_that_surely_ended_here_leaves_its_name_at_once()
    {
        var own = PowerMeter.Receiver.Linux.ProcessInstance.Own.Split(' ');
        await HoldAsync("ended", "renamed since", $"{own[0]} {own[1]} 1", silentSeconds: 0);
        var claim = new NameClaim(_database.Receiver, new ReceiverOptions("ended"));
        await claim.TakeAsync(Cancel);
        claim.Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task Of_many_that_ask_in_the_same_instant_one_gets_it()
    {
        // As NameClaim takes it, by processes of other machines that all have read before that the name is nobody's.
        for (var round = 0; round < 20; round++)
        {
            var name = $"race-{round}";
            var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(machine => _database.Receiver.QueryAsync(
                $"{NameClaim.Take} returning 1", row => row.GetInt32(0), name, $"machine {machine}", 100 + machine, $"boot{machine} 1 1", $"boot{machine} 1 1", true)));
            taken.Sum(rows => rows.Count).ShouldBe(1);
        }
    }

    private Task HoldAsync(string name, string host, string instance, int silentSeconds) => _database.Owner.ExecuteAsync(
        "insert into receivers (name, host, pid, instance, seen_at) values ($1, $2, 4711, $3, now() - make_interval(secs => $4))", name, host, instance, (double)silentSeconds);
}
