using NodaTime;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Tariffs;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Tariffs;

public sealed class TariffDraftsTests : IAsyncLifetime
{
    private static readonly LocalDate From = new(2026, 11, 1);

    private static readonly TariffDraft Draft = new("Example Power 6 kVA")
    {
        PeakPricePerKwh = 0.2142m,
        OffPeakPricePerKwh = 0.1589m,
        StandingChargePerMonth = 15.86m,
        VatPercent = 20,
        OffPeak = "22:30 - 06:30",
        ThresholdW = 6000,
    };

    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await PostgresServer.Shared.CreateDatabaseAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task AddFirstAsync(TariffDraft draft, bool commit = true)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var connection = await _database.Web.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await new TariffDrafts().AddFirstAsync(connection, draft, From, cancel);
        if (commit) await transaction.CommitAsync(cancel);
    }

    private Task<long> CountAsync() => _database.Web.ScalarAsync<long>("select count(*) from contracts");

    [Fact]
    public async Task The_first_contract_comes_with_its_provider_in_the_callers_transaction()
    {
        await AddFirstAsync(Draft, commit: false);
        (await CountAsync()).ShouldBe(0);
        await AddFirstAsync(Draft);
        (await _database.Web.ScalarAsync<string>("""
            select concat_ws(' ', p.name, p.threshold_w, c.valid_from, c.day_price_per_kwh, c.night_price_per_kwh, c.standing_charge_per_month, c.off_peak, c.vat_percent)
            from contracts c join providers p on p.id = c.provider_id
            """)).ShouldBe("Example Power 6 kVA 6000 2026-11-01 0.214200 0.158900 15.8600 22:30-06:30 20.00");
        await Should.ThrowAsync<TariffException>(() => AddFirstAsync(Draft with { Provider = "Another" }));
        (await CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_draft_writes_nothing()
    {
        var error = await Should.ThrowAsync<FieldFaultException>(() => AddFirstAsync(Draft with { OffPeak = "at night" }));
        error.Faults.Single().Field.ShouldBe("off_peak");
        (await CountAsync()).ShouldBe(0);
    }
}
