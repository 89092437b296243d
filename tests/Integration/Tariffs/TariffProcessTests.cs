using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.Integration.Web;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Tariffs;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Tariffs;

/// <summary>Changes of the tariffs with the processes of production: the Processor killed in mid-change, readers over HTTP.</summary>
public sealed partial class TariffProcessTests : IDisposable
{
    private static readonly Instant Start = Instant.FromUtc(2026, 10, 20, 3, 7, 11);
    private static readonly Instant End = Instant.FromUtc(2026, 10, 30, 21, 40);

    private static readonly (string, string)[] Old = [("2020-01-01", "22:30-06:30"), ("2026-10-26", "")];
    private static readonly (string, string)[] New = [("2020-01-01", "22:00-06:00"), ("2026-10-23", "12:00-17:00"), ("2026-10-27", "00:00-24:00")];

    private readonly string _directory = Directory.CreateTempSubdirectory("powermeter-test-").FullName;

    public void Dispose() => Directory.Delete(_directory, true);

    private static async Task<int> FillAsync(TariffHouse house)
    {
        var sensor = await house.Database.AddSensorAsync("one", 30);
        await house.AddSamplesAsync(sensor, Start, End, 30, 1);
        await house.DrainAsync();
        return sensor;
    }

    private static Task DeafenAsync(TariffHouse house) => Eventually.BecomesTrueAsync("the site no longer listens", async () => await house.Database.Web.ScalarAsync<long>(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and usename = current_user and query like 'listen%'") > 0);

    // To a millionth: sums of the same numbers in another order differ in their last bit. A bit aside of the halves that
    // whole seconds and tenths of watts make, which such a difference would round up or down.
    private static async Task<string> AnswerAsync(HttpClient client, string path) => Number().Replace(
        (await client.GetJsonAsync(path)).GetProperty("data").GetRawText(),
        number => (double.Parse(number.Value, CultureInfo.InvariantCulture) + Math.PI * 1e-8).ToString("F6", CultureInfo.InvariantCulture));

    [GeneratedRegex(@"-?\d+(\.\d+)?([eE][+-]?\d+)?")]
    private static partial Regex Number();

    [Fact]
    public async Task A_processor_killed_in_mid_change_changes_nothing_and_the_next_one_ends_it()
    {
        await using var house = await TariffHouse.CreateAsync(Old);
        var sensor = await FillAsync(house);
        var (tags, minutes) = (await house.TagsAsync(), await house.RowsAsync(EnergyTier.Minutes));
        await house.ChangeAsync(New);

        // Whoever holds the sensor's lock keeps the change in its midst: the tags are updated, the roll-ups wait.
        await using (var holder = await house.Database.Owner.OpenConnectionAsync())
        {
            await using var hold = holder.CreateCommand();
            hold.CommandText = $"select pg_advisory_lock({EnergyLock.Class}, {sensor})";
            await hold.ExecuteNonQueryAsync();
            await using var victim = PowerMeterProcess.Start("Processor", house.Database, _directory);
            await Eventually.BecomesTrueAsync("the tags are updated", () => house.Database.Owner.ScalarAsync<bool>(
                "select samples_done = samples_total and samples_total > 0 and finished_at is null from tariff_changes order by id desc limit 1"));
            await Eventually.BecomesTrueAsync("it waits for the lock", () => house.Database.Owner.ScalarAsync<bool>(
                "select exists (select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database()))"));
            await victim.KillAsync();
        }

        (await house.TagsAsync()).ShouldBe(tags);
        (await house.RowsAsync(EnergyTier.Minutes)).ShouldBe(minutes);
        (await house.CalendarAsync()).ContractStarts.Count.ShouldBe(2);

        await using var next = PowerMeterProcess.Start("Processor", house.Database, _directory);
        await Eventually.BecomesTrueAsync("the change is in force", () => house.Database.Owner.ScalarAsync<bool>(
            "select finished_at is not null and error is null from tariff_changes order by id desc limit 1"));
        (await next.StopAsync()).ShouldBe(0);
        await using var expected = await TariffHouse.CreateAsync(New);
        await FillAsync(expected);
        await house.ShouldEqualAsync(expected);
    }

    [Fact]
    public async Task A_change_that_can_never_be_is_given_up_and_says_why()
    {
        await using var house = await TariffHouse.CreateAsync(Old);
        await FillAsync(house);
        await house.ChangeAsync(New);
        await house.Database.Owner.ExecuteAsync("update tariff_changes set contracts = jsonb_set(contracts, '{0,vat_percent}', '120') where finished_at is null");
        await using var processor = PowerMeterProcess.Start("Processor", house.Database, _directory);
        await Eventually.BecomesTrueAsync("it is given up", () => house.Database.Owner.ScalarAsync<bool>(
            "select finished_at is not null and error like '%vat_percent%' from tariff_changes order by id desc limit 1"));
        var given = (await new TariffQuery(house.Database.Web).ReadAsync(TestContext.Current.CancellationToken)).Change!;
        // The exact words, and framed for a page.
        given.ErrorSaid!.ToString().ShouldBe($"The database refused it: {given.Error}");
        given.ErrorSaid.In(CultureInfo.GetCultureInfo("fr-FR")).ShouldBe($"La base de données l’a refusé, en ses propres mots\u00a0: {given.Error}");
        (await house.CalendarAsync()).ContractStarts.Count.ShouldBe(2);
        processor.Output.ShouldContain("is given up, everything is as it was");
        (await house.ChangeAsync(New)).Result.ShouldBe(TariffResult.Accepted);
    }

    [Fact]
    public async Task A_reader_sees_the_old_answer_or_the_new_one_and_never_a_third()
    {
        await using var house = await TariffHouse.CreateAsync(Old);
        var sensor = await FillAsync(house);
        await using var site = await WebSite.StartAsync(house.Database);
        // Edges on no boundary, over all contracts: every tier and raw samples have their part.
        var span = string.Create(CultureInfo.InvariantCulture, $"{Start.ToUnixTimeSeconds() + 1234.5}/{End.ToUnixTimeSeconds() - 77}");
        string[] paths = [$"api/{sensor}/get/kwatthours/by_time/{span}", $"api/{sensor}/get/euros/by_time/{span}", $"api/{sensor}/get/euros/by_time/{span}/86400"];

        using var stop = new CancellationTokenSource();
        var seen = paths.ToDictionary(path => path, _ => new HashSet<string>());
        var readers = Enumerable.Range(0, 3).Select(async _ =>
        {
            using var client = await site.CreateTokenClientAsync("read");
            while (!stop.IsCancellationRequested)
                foreach (var path in paths)
                {
                    var answer = await AnswerAsync(client, path);
                    lock (seen) seen[path].Add(answer);
                }
        }).ToList();

        var allowed = paths.ToDictionary(path => path, _ => new HashSet<string>());
        using var quiet = await site.CreateTokenClientAsync("read");
        async Task NoteAsync()
        {
            foreach (var path in paths) allowed[path].Add(await AnswerAsync(quiet, path));
        }

        await NoteAsync();
        for (var round = 0; round < 4; round++)
        {
            await house.ChangeAsync(round % 2 == 0 ? New : Old);
            // The site hears of it late: for a second nothing tells it that its contracts are no longer those of the energy.
            (await house.RetagAsync(committing: () => DeafenAsync(house))).ShouldNotBeNull();
            await NoteAsync();
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        foreach (var path in paths)
        {
            allowed[path].Count.ShouldBe(2, $"{path} has an old and a new answer: {string.Join(" | ", allowed[path])}");
            seen[path].Except(allowed[path]).ShouldBeEmpty(path);
            seen[path].Count.ShouldBe(2, path);
        }
    }
}
