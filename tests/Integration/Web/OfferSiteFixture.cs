using PowerMeter.Tests.TestKit;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>
/// A site with providers of every sort: one of a contract that is over, one of the contract in force, which has a newer
/// offer too, one of a contract that begins later, one with an offer only, and one with nothing. The API may fetch from
/// this machine as 127.0.0.1.
/// </summary>
public sealed class OfferSiteFixture : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public WebSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await PostgresServer.Shared.CreateDatabaseAsync();
        await Database.Owner.ExecuteAsync(
            """
            insert into providers (id, name, measure_type_id, threshold_w) overriding system value values
              (101, 'Past', 1, 3000), (102, 'Mine', 1, 6000), (103, 'Later', 1, null), (104, 'Offered', 1, 9000), (105, 'Nothing', 1, null);
            update providers set day_price_per_kwh = 0.4, night_price_per_kwh = 0.4, standing_charge_per_month = 99, off_peak = '',
                                 prices_include_vat = true, vat_percent = 20, offered_on = '2026-08-01', source = 'a sheet' where id = 102;
            update providers set day_price_per_kwh = 0.2, night_price_per_kwh = 0.1, standing_charge_per_month = 10, off_peak = 'sat,sun 00:00-24:00; mon-fri 12:15-14:15',
                                 prices_include_vat = false, vat_percent = 20 where id = 104;
            insert into contracts (provider_id, valid_from, day_price_per_kwh, night_price_per_kwh, standing_charge_per_month, off_peak) values
              (101, current_date - 900, 0.11, 0.10, 8, '23:00-07:00'),
              (101, current_date - 400, 0.12, 0.12, 9, '23:00-07:00'),
              (102, current_date - 30, 0.25, 0.15, 12.5, '22:30-06:30'),
              (103, current_date + 30, 0.3, 0.2, 20, '');
            """);
        Site = await WebSite.StartAsync(Database, new Dictionary<string, string> { ["Web__OffersFrom"] = "127.0.0.1" });
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        await Database.DisposeAsync();
    }
}
