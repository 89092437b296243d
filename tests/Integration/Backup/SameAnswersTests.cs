using System.Net.Http.Headers;
using PowerMeter.Tests.Integration.Web;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Backup;

/// <summary>What a restored base station answers.</summary>
public sealed class SameAnswersTests
{
    private const string Year = "from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z";
    private const string AutumnDay = "from=2026-10-24T22:00:00Z&to=2026-10-25T23:00:00Z";

    private static IEnumerable<string> Calls(IEnumerable<int> sensors)
    {
        yield return "/api/v1/contracts";
        yield return "/api/v1/providers";
        yield return "/api/v1/settings";
        yield return "/api/v1/w3bstream/settings";
        yield return "/api/v1/w3bstream/outbox";
        foreach (var sensor in sensors)
        {
            yield return $"/api/v1/sensors/{sensor}";
            foreach (var bucket in (string[])["day", "week", "month", "year"]) yield return $"/api/v1/sensors/{sensor}/energy?bucket={bucket}&{Year}";
            yield return $"/api/v1/sensors/{sensor}/energy?bucket=hour&{AutumnDay}";
            yield return $"/api/v1/sensors/{sensor}/energy?bucket=PT7M&{AutumnDay}";
            yield return $"/api/v1/sensors/{sensor}/samples?format=csv&{Year}";
            yield return $"/api/v1/sensors/{sensor}/power?{AutumnDay}";
            yield return $"/api/v1/sensors/{sensor}/corrections";
            foreach (var unit in (string[])["watts", "kwatthours", "euros"])
            {
                yield return $"/api/{sensor}/get/{unit}/by_time/1772323200/1772841600/86400";
                yield return $"/api/{sensor}/get/{unit}/by_id/1/200";
            }
        }

        yield return "/api/sensors";
        yield return "/api/energy_providers";
    }

    private static async Task<List<string>> AskAsync(HttpClient client, IEnumerable<int> sensors)
    {
        var answers = new List<string>();
        foreach (var call in Calls(sensors))
        {
            using var response = await client.GetAsync(new Uri(call, UriKind.Relative));
            answers.Add($"{call} {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }

        return answers;
    }

    [Fact]
    public async Task A_restored_database_gives_the_same_answers()
    {
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        await YearHouse.FillAsync(database);
        await using var site = await WebSite.StartAsync(database);
        var token = await site.AddTokenAsync("admin");
        using var client = site.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var sensors = await database.Owner.QueryAsync("select id from sensors order by id", row => row.GetInt32(0));
        var corrected = sensors[1];
        (await client.PostAsync($"/api/v1/sensors/{corrected}/corrections", """{"kind":"scale","from":"2026-04-01T00:00:00Z","to":"2026-04-03T00:00:00Z","factor":1.5,"reason":"wrong clamp"}"""))
            .GetProperty("id").GetInt64().ShouldBeGreaterThan(0);
        var before = await AskAsync(client, sensors);
        before.Count(answer => answer.Contains(" 200 ", StringComparison.Ordinal)).ShouldBeGreaterThan(before.Count * 3 / 4, string.Join("\n", before.Select(answer => answer[..Math.Min(200, answer.Length)])));

        var backup = await BackupHouse.SaveAsync(database.Web);
        await using var elsewhere = await PostgresServer.Shared.CreateEmptyDatabaseAsync();
        await BackupHouse.RestoreAsync(elsewhere.Owner, backup);
        await using var restored = await WebSite.StartAnotherAsync(elsewhere);
        // The accounts are there too: the same token opens.
        using var again = restored.CreateClient();
        again.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var after = await AskAsync(again, sensors);
        for (var i = 0; i < before.Count; i++) after[i].ShouldBe(before[i]);
        // What waited to be rolled up still waits, and comes to the same.
        await YearHouse.DrainAsync(database);
        await YearHouse.DrainAsync(elsewhere);
        var (energy, energyAgain) = (await AskAsync(client, sensors), await AskAsync(again, sensors));
        energy.ShouldNotBe(before);
        for (var i = 0; i < energy.Count; i++) energyAgain[i].ShouldBe(energy[i]);
        // The correction can be undone there.
        (await again.PostAsync($"/api/v1/sensors/{corrected}/corrections/1/undo", "")).GetProperty("restored").GetInt64().ShouldBe(288);
    }
}
