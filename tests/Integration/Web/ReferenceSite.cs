using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Npgsql;
using PowerMeter.Processor.Energy;
using PowerMeter.Processor.Tariffs;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>A household of chance in a database of its own, in a zone of its own, with the Web process over it.</summary>
internal sealed class ReferenceSite : IAsyncDisposable
{
    private const long Second = 1_000_000;

    private readonly TestDatabase _database;
    private readonly RandomHousehold _household;
    private WebSite? _site;
    private HttpClient? _client;

    private ReferenceSite(TestDatabase database, RandomHousehold household) => (_database, _household) = (database, household);

    public TestDatabase Database => _database;

    /// <summary>Signed in, with a token that reads.</summary>
    public HttpClient Client => _client!;

    public static async Task<ReferenceSite> StartAsync(string zone, RandomHousehold household)
    {
        var site = new ReferenceSite(await PostgresServer.Shared.CreateDatabaseAsync(), household);
        try
        {
            await site._database.Owner.ExecuteAsync("update settings set value = $1 where key = 'time_zone'", zone);
            foreach (var contract in household.Contracts)
                await site._database.AddContractAsync(contract.ValidFrom, contract.DayPrice, contract.NightPrice, contract.OffPeak, contract.VatPercent);
            site._site = await WebSite.StartAsync(site._database);
            site._client = await site._site.CreateTokenClientAsync("read");
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// A sensor with samples around a change of the clock, tagged as the Receiver tags them, rolled up. They come in blocks,
    /// late and early, by two writers: their ids have gaps and do not follow time.
    /// </summary>
    public async Task<ReferenceSensor> AddSensorAsync(int change, int maxGapSeconds, Random random)
    {
        var samples = _household.Samples(change, maxGapSeconds * Second);
        var sensor = await _database.AddSensorAsync($"s{Guid.NewGuid():N}", maxGapSeconds: maxGapSeconds);
        var blocks = samples.Chunk(random.Next(60, 400)).ToArray();
        if (random.Next(3) > 0) random.Shuffle(blocks);
        await _database.Owner.ExecuteAsync(
            "select ensure_measure_partitions(to_timestamp($1), to_timestamp($2))", samples[0].Time / 1e6, samples[^1].Time / 1e6);
        for (var i = 0; i < blocks.Length; i++) await InsertAsync(i % 2 == 0 ? _database.Owner : _database.Web, sensor, blocks[i]);
        var rollup = new EnergyRollup(_database.Processor);
        while (await rollup.ClaimAsync(CancellationToken.None) is not null)
        {
        }

        var ids = await _database.Owner.QueryAsync("select id from measures where sensor_id = $1 order by time", row => row.GetInt64(0), sensor);
        return new ReferenceSensor(sensor, new ReferenceMeter(_household.Tariffs, samples, maxGapSeconds * Second), ids);
    }

    /// <returns>What stands under <c>data</c>.</returns>
    public async Task<JsonElement> GetAsync(ReferenceSensor sensor, string unit, string rest) =>
        (await Client.GetJsonAsync($"/api/{sensor.Id}/get/{unit}/{rest}")).GetProperty("data");

    /// <summary>Puts other contracts of chance in force, as an administrator does, and tags the past anew, as the Processor does.</summary>
    public async Task ChangeContractsAsync()
    {
        _household.ChangeContracts();
        var contracts = _household.Contracts.Select(contract => new
        {
            provider = new { name = $"Provider of {contract.ValidFrom:O}" },
            valid_from = contract.ValidFrom.ToString("O", CultureInfo.InvariantCulture),
            day_price_per_kwh = contract.DayPrice,
            night_price_per_kwh = contract.NightPrice,
            off_peak = contract.OffPeak,
            prices_include_vat = contract.VatPercent is null,
            vat_percent = contract.VatPercent ?? 0,
        });
        using var admin = await _site!.CreateTokenClientAsync("admin");
        using var body = new StringContent(JsonSerializer.Serialize(new { contracts }), Encoding.UTF8, "application/json");
        using var response = await admin.PutAsync(new Uri("/api/v1/contracts", UriKind.Relative), body);
        await ApiCalls.ReadAsync(response, HttpStatusCode.Accepted);
        var changes = new TariffChangeTable(_database.Processor);
        var change = await changes.FindUnfinishedAsync(CancellationToken.None);
        await new TariffRetag(_database.Processor, changes, TimeProvider.System).RunAsync(change!.Value, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_site is not null) await _site.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task InsertAsync(NpgsqlDataSource source, int sensor, (long Time, double Watts)[] samples)
    {
        await using var command = source.CreateCommand("insert into measures (sensor_id, time, watts, night_rate) select $1, * from unnest($2, $3, $4)");
        command.Parameters.Add(new() { Value = sensor });
        command.Parameters.Add(MeasureSpans.Times([.. samples.Select(sample => sample.Time)]));
        command.Parameters.Add(new() { Value = samples.Select(sample => sample.Watts).ToArray() });
        command.Parameters.Add(new() { Value = samples.Select(sample => _household.Tariffs.IsNight(sample.Time)).ToArray() });
        await command.ExecuteNonQueryAsync();
    }
}
