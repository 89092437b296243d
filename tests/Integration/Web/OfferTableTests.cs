using System.Text;
using Npgsql;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Offers;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>Lists become the catalogue, with the rights of the Web process.</summary>
public sealed class OfferTableTests : IAsyncLifetime
{
    private TestDatabase _database = null!;

    private OfferTable Table => new(_database.Web, null);

    public async ValueTask InitializeAsync() => _database = await PostgresServer.Shared.CreateDatabaseAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private Task<OfferChanges> ApplyAsync(params string[] offers) =>
        Table.ApplyAsync(OfferList.Parse(Encoding.UTF8.GetBytes(OfferJson.ListOf(offers))), CancellationToken.None);

    private Task<List<(int Id, string Name, int? Threshold, decimal? DayPrice)>> ProvidersAsync() => _database.Web.QueryAsync(
        "select id, name, threshold_w, day_price_per_kwh from providers order by name",
        row => (row.GetInt32(0), row.GetString(1), row.IsDBNull(2) ? null : (int?)row.GetInt32(2), row.IsDBNull(3) ? null : (decimal?)row.GetDecimal(3)));

    private Task<int> AddContractAsync(string provider, string validFrom = "2026-01-01") => _database.Owner.ExecuteAsync(
        """
        insert into contracts (provider_id, valid_from, day_price_per_kwh, night_price_per_kwh, standing_charge_per_month, off_peak)
        select id, $2::date, day_price_per_kwh, night_price_per_kwh, standing_charge_per_month, off_peak from providers where name = $1
        """,
        provider, validFrom);

    private Task<List<string>> ContractsAsync() => _database.Web.QueryAsync("select c::text from contracts c order by id", row => row.GetString(0));

    [Fact]
    public async Task A_list_is_stored_as_it_is_and_again_changes_nothing()
    {
        const string More = """
            ,"threshold":9000,"off_peak":"22:30-06:30","prices_include_vat":false,"vat_percent":5.5,"offered_on":"2026-08-01","source":"sheet"
            """;
        var changes = await ApplyAsync(OfferJson.Of("B", 0.3, 0.2, 15.25, More), OfferJson.Of("A"));
        changes.Offers.ShouldBe(2);
        changes.Added.ShouldBe(["B", "A"]);
        (changes.Changed.Count, changes.Removed.Count, changes.Kept.Count).ShouldBe((0, 0, 0));
        (await _database.Web.QueryAsync(
            """
            select concat_ws(' ', day_price_per_kwh, night_price_per_kwh, standing_charge_per_month, '<' || off_peak || '>', prices_include_vat, vat_percent, offered_on, source)
            from providers order by name
            """,
            row => row.GetString(0)))
            .ShouldBe(["0.250000 0.250000 12.5000 <> t 20.00", "0.300000 0.200000 15.2500 <22:30-06:30> f 5.50 2026-08-01 sheet"]);

        var before = await ProvidersAsync();
        var again = await ApplyAsync(OfferJson.Of("B", 0.3, 0.2, 15.25, More), OfferJson.Of("A"));
        (again.Added.Count, again.Changed.Count, again.Removed.Count, again.Kept.Count).ShouldBe((0, 0, 0, 0));
        (await ProvidersAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task An_update_never_loses_the_current_choice()
    {
        await ApplyAsync(OfferJson.Of("Mine", 0.25, more: ",\"threshold\":6000"), OfferJson.Of("Other"), OfferJson.Of("Old"));
        await AddContractAsync("Old", "2020-01-01");
        await AddContractAsync("Mine");
        var mine = (await ProvidersAsync()).Single(provider => provider.Name == "Mine");
        var contracts = await ContractsAsync();

        // It costs more now, and says another power, which the contract in force has not.
        var changes = await ApplyAsync(OfferJson.Of("Mine", 0.5, more: ",\"threshold\":9000"), OfferJson.Of("New"));
        changes.Added.ShouldBe(["New"]);
        changes.Changed.ShouldBe(["Mine"]);
        changes.Removed.ShouldBe(["Other"]);
        changes.Kept.ShouldBe(["Old"]);
        (await ProvidersAsync()).Single(provider => provider.Name == "Mine").ShouldBe(mine with { DayPrice = 0.5m });
        (await ContractsAsync()).ShouldBe(contracts);

        // It vanishes: the contract and its provider stay, without an offer.
        changes = await ApplyAsync(OfferJson.Of("New"));
        changes.Kept.ShouldBe(["Mine"]);
        (await ProvidersAsync()).Single(provider => provider.Name == "Mine").ShouldBe(mine with { DayPrice = null });
        (await ContractsAsync()).ShouldBe(contracts);
        (await ApplyAsync(OfferJson.Of("New"))).Kept.ShouldBeEmpty("what was kept is told once");

        // And comes back under the same id.
        (await ApplyAsync(OfferJson.Of("Mine", 0.3))).Changed.ShouldBe(["Mine"]);
        (await ProvidersAsync()).Single(provider => provider.Name == "Mine").ShouldBe(mine with { DayPrice = 0.3m });
    }

    [Fact]
    public async Task A_provider_that_was_never_on_a_list_stays()
    {
        await _database.AddContractAsync(new DateOnly(2026, 1, 1), 0.2m, 0.1m);
        await _database.Owner.ExecuteAsync("insert into providers (name, measure_type_id) values ('By hand', 1)");
        var changes = await ApplyAsync(OfferJson.Of("A"));
        (changes.Removed.Count, changes.Kept.Count).ShouldBe((0, 0));
        (await ProvidersAsync()).Select(provider => provider.Name).ShouldBe(["A", "By hand", "Provider from 2026-01-01"]);
    }

    [Fact]
    public async Task The_power_of_an_offer_that_nobody_has_follows_the_list()
    {
        await ApplyAsync(OfferJson.Of("A", more: ",\"threshold\":6000"));
        (await ApplyAsync(OfferJson.Of("A", more: ",\"threshold\":9000"))).Changed.ShouldBe(["A"]);
        (await ProvidersAsync()).ShouldHaveSingleItem().Threshold.ShouldBe(9000);
    }

    [Fact]
    public async Task What_the_database_refuses_changes_nothing()
    {
        await ApplyAsync(OfferJson.Of("A"), OfferJson.Of("B"));
        var before = await ProvidersAsync();
        var offer = new Offer(0.2m, 0.2m, 1, "no hours", true, 20, null, null); // the parser would not let it through
        await Should.ThrowAsync<PostgresException>(() => Table.ApplyAsync([new("A", "Electricity", null, offer with { OffPeak = "" }), new("C", "Electricity", null, offer)], CancellationToken.None));
        (await ProvidersAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Two_updates_at_once_leave_one_of_the_lists()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => i % 2 == 0
            ? ApplyAsync(OfferJson.Of("A"), OfferJson.Of("B"))
            : ApplyAsync(OfferJson.Of("C"), OfferJson.Of("D"))));
        string.Concat((await ProvidersAsync()).Select(provider => provider.Name)).ShouldBeOneOf("AB", "CD");
    }

    [Fact]
    public async Task A_new_site_gets_the_list_and_another_keeps_its_own()
    {
        var shipped = ShippedOffers.Read();
        (await Table.ApplyFirstAsync(shipped, CancellationToken.None)).ShouldNotBeNull().Added.Count.ShouldBe(shipped.Count);
        (await Table.ApplyFirstAsync(shipped, CancellationToken.None)).ShouldBeNull();
        await ApplyAsync(OfferJson.Of("A"));
        (await Table.ApplyFirstAsync(shipped, CancellationToken.None)).ShouldBeNull();
        (await ProvidersAsync()).ShouldHaveSingleItem().Name.ShouldBe("A");
    }
}
