using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>The command line of the Web process, with the owner's login as the launcher gives it.</summary>
public sealed class OfferCommandTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        await using var process = PowerMeterProcess.Start("Web", fixture.Database, _directory.Path, new Dictionary<string, string>
        {
            ["Database__Username"] = "powermeter_owner",
        }, "powermeter_owner", arguments);
        var code = await process.WaitForExitAsync();
        return (code, process.Output.Trim());
    }

    [Fact]
    public async Task A_new_site_has_offers_and_a_newer_list_comes_from_a_file_or_an_address()
    {
        (await RunAsync("--migrate")).ShouldBe((0, "Loaded 25 offers of energy providers"));
        (await RunAsync("--migrate")).ShouldBe((0, ""));
        var (_, list) = await RunAsync("--list-offers");
        list.Split('\n').Length.ShouldBe(25);
        list.ShouldMatch("(?m)^EDF Tarif Bleu Heures Creuses 6 kVA\t0.2142\t0.1589\t15.86\t22:30-06:30\t2026-08-01\t-$");

        await fixture.Database.Owner.ExecuteAsync(
            """
            insert into contracts (provider_id, valid_from, day_price_per_kwh, night_price_per_kwh)
            select id, '2026-01-01', 0.2, 0.1 from providers where name = 'EDF Tarif Bleu Base 6 kVA'
            """);
        var file = Path.Combine(_directory.Path, "offers.json");
        await File.WriteAllTextAsync(file, OfferJson.ListOf(OfferJson.Of("A"), OfferJson.Of("B", 0.3, 0.2)));
        var (code, output) = await RunAsync("--update-offers", file);
        code.ShouldBe(0, output);
        output.ShouldStartWith("added: A\nadded: B\nremoved: EDF Tarif Bleu Base 12 kVA\n");
        output.ShouldContain("kept without an offer, since a contract is theirs: EDF Tarif Bleu Base 6 kVA\n");
        output.ShouldEndWith("2 added, 0 changed, 24 removed, 1 kept; offers in the list: 2. Contracts are as they were.");
        (await RunAsync("--list-offers")).Output.ShouldBe("EDF Tarif Bleu Base 6 kVA\t-\t-\t-\t-\t-\tin use\nA\t0.25\t0.25\t12.5\t-\t-\t-\nB\t0.3\t0.2\t12.5\t-\t-\t-");

        // Who types the command may name any host.
        await using var server = new ListServer().Answer("/list.json", OfferJson.ListOf(OfferJson.Of("A")));
        (await RunAsync("--update-offers", server.UrlOf("/list.json"))).Output.ShouldBe("removed: B\n0 added, 0 changed, 1 removed, 0 kept; offers in the list: 1. Contracts are as they were.");

        // What is wrong changes nothing.
        await File.WriteAllTextAsync(file, OfferJson.ListOf(OfferJson.Of("C"), OfferJson.Of("D", more: ",\"vat_percent\":\"much\"")));
        (await RunAsync("--update-offers", file)).ShouldBe((1, "Nothing was changed. Offer 1: vat_percent is 'much'; allowed: a number from 0 to 100 percent."));
        (await RunAsync("--update-offers", "/no/such/file")).ShouldBe((1, "Nothing was changed. There is no file '/no/such/file'; allowed: a file, or an address such as https://example.org/offers.json."));
        (await RunAsync("--update-offers", "ftp://example.org/x")).Output.ShouldStartWith("Nothing was changed. The address of the list is not allowed");
        (await RunAsync("--list-offers")).Output.ShouldEndWith("\nA\t0.25\t0.25\t12.5\t-\t-\t-");

        // Without a word it is the program's own list again.
        (await RunAsync("--update-offers")).Output.ShouldEndWith("24 added, 1 changed, 1 removed, 0 kept; offers in the list: 25. Contracts are as they were.");
    }
}
