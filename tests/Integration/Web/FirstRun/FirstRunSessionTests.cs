using Npgsql;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.FirstRun;
using PowerMeter.Web.Forms;
using PowerMeter.Web.SensorSetup;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web.FirstRun;

public sealed class FirstRunSessionTests
{
    [Fact]
    public async Task The_last_step_writes_all_of_it_and_deletes_the_draft()
    {
        await using var house = await FirstRunHouse.CreateAsync();
        using var browser = await house.ReadyAsync(1);
        await browser.FinishAsync(CancellationToken.None);

        browser.Phase.ShouldBe(FirstRunPhase.Done);
        (await house.Database.Owner.QueryAsync("select id, name, role from users", row => (row.GetInt32(0), row.GetString(1), row.GetString(2)))).ShouldBe([(browser.UserId, "camille", "admin")]);
        (await house.Database.Owner.QueryAsync("select key || '=' || value from settings order by key", row => row.GetString(0)))
            .ShouldBe(["currency=USD", "language=fr", "site_name=Workshop", "time_zone=America/New_York"]);
        (await house.Database.Owner.ScalarAsync<string>("select driver || ' ' || name from sensors")).ShouldBe("simulated Bench");
        (await house.Database.Owner.ScalarAsync<string>("select p.name || ' ' || c.off_peak from contracts c join providers p on p.id = c.provider_id")).ShouldBe("Village power 22:00-06:00");
        (await house.Database.Owner.ScalarAsync<string>("select publish_url from w3bstream_settings")).ShouldBe("https://example.org/event");
        (await house.Database.Owner.ScalarAsync<bool>("select token like 'protected:%' from w3bstream_settings")).ShouldBeTrue();
        (await house.CountAsync("first_run")).ShouldBe(0);
        (await house.Installation.IsDoneAsync(CancellationToken.None)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_left_for_later_is_not_written()
    {
        await using var house = await FirstRunHouse.CreateAsync();
        using var browser = await house.ReadyAsync(1);
        foreach (var step in (FirstRunStep[])[FirstRunStep.Sensor, FirstRunStep.Tariff, FirstRunStep.W3bstream]) browser.Put(browser.Draft.Put(step, isLater: true));
        await browser.FinishAsync(CancellationToken.None);
        browser.Phase.ShouldBe(FirstRunPhase.Done);
        (await house.CountAsync("sensors")).ShouldBe(0);
        (await house.CountAsync("contracts")).ShouldBe(0);
        (await house.Database.Owner.ScalarAsync<string>("select publish_url from w3bstream_settings")).ShouldBe("");
    }

    [Fact]
    public async Task Of_many_that_finish_at_once_exactly_one_wins_and_the_others_are_told()
    {
        await using var house = await FirstRunHouse.CreateAsync();
        var windows = new List<FirstRunSession> { await house.ReadyAsync(1) };
        for (var i = 0; i < 7; i++)
        {
            // Other windows of the same browser, which have all seen the same answers.
            windows.Add(house.Browser(1));
            await windows[^1].BeginAsync(FirstRunHouse.Answers, CancellationToken.None);
        }

        await Task.WhenAll(windows.Select(window => Task.Run(() => window.FinishAsync(CancellationToken.None))));
        windows.Count(window => window.Phase == FirstRunPhase.Done).ShouldBe(1);
        windows.Count(window => window.Phase == FirstRunPhase.TooLate).ShouldBe(7);
        (await house.CountAsync("users")).ShouldBe(1);
        (await house.CountAsync("sensors")).ShouldBe(1);
        windows.ForEach(window => window.Dispose());
    }

    [Theory]
    [InlineData("sensors", "perform pg_terminate_backend(pg_backend_pid());")]
    [InlineData("w3bstream_settings", "raise exception 'the power went';")]
    public async Task What_breaks_off_in_the_transaction_leaves_nothing_but_the_draft(string table, string accident)
    {
        await using var house = await FirstRunHouse.CreateAsync();
        using var browser = await house.ReadyAsync(1);
        await house.Database.Owner.ExecuteAsync($"create function accident() returns trigger language plpgsql as $$ begin {accident} return new; end $$");
        await house.Database.Owner.ExecuteAsync("grant execute on function accident() to powermeter_web");
        await house.Database.Owner.ExecuteAsync($"create trigger accident before insert or update on {table} for each row execute function accident()");
        await Should.ThrowAsync<NpgsqlException>(() => browser.FinishAsync(CancellationToken.None));

        foreach (var empty in (string[])["users", "sensors", "contracts"]) (await house.CountAsync(empty)).ShouldBe(0);
        (await house.Database.Owner.ScalarAsync<string>("select value from settings where key = 'currency'")).ShouldBe("EUR");
        (await house.CountAsync("first_run")).ShouldBe(1);
        (await house.Installation.IsDoneAsync(CancellationToken.None)).ShouldBeFalse();

        await house.Database.Owner.ExecuteAsync($"drop trigger accident on {table}");
        await browser.FinishAsync(CancellationToken.None);
        browser.Phase.ShouldBe(FirstRunPhase.Done);
    }

    [Fact]
    public async Task A_wrong_answer_is_said_with_its_field_and_nothing_is_written()
    {
        await using var house = await FirstRunHouse.CreateAsync();
        using var browser = await house.ReadyAsync(1);
        browser.Put(browser.Draft with { TimeZone = "Mars/Olympus", Currency = "XYZW", Tariff = browser.Draft.Tariff! with { Provider = "" }, PublishUrl = "ftp://x" });
        var faults = (await Should.ThrowAsync<FieldFaultException>(() => browser.FinishAsync(CancellationToken.None))).Faults;
        faults.Select(fault => fault.Field).ShouldBe(["time_zone", "currency", "tariff.provider", "w3bstream.publish_url"], ignoreOrder: true);
        (await house.CountAsync("users")).ShouldBe(0);
    }

    [Fact]
    public async Task Another_browser_is_told_and_may_take_over_without_the_secrets()
    {
        await using var house = await FirstRunHouse.CreateAsync();
        using var first = await house.ReadyAsync(1);
        first.Put(first.Draft with { Sensor = new SensorDraft("citizenwatt", "Radio") { Settings = new Dictionary<string, string> { ["device"] = "/dev/spidev0.0", ["aes_key"] = "0123456789abcdef" } } });
        await first.SaveAsync(CancellationToken.None);
        (await house.Database.Owner.ScalarAsync<string>("select draft::text from first_run")).ShouldNotContain("0123456789abcdef");

        using var second = house.Browser(2);
        await second.BeginAsync(new FirstRunDraft(), CancellationToken.None);
        second.Phase.ShouldBe(FirstRunPhase.Elsewhere);
        second.Other!.Draft.AccountName.ShouldBe("camille");
        await second.TakeOverAsync(CancellationToken.None);
        second.Phase.ShouldBe(FirstRunPhase.Working);
        // The password is another's: it is to be given again before anything further.
        second.Step.ShouldBe(FirstRunStep.Account);
        (second.Draft.PasswordHash, second.Draft.Token).ShouldBe(("", ""));
        second.Draft.Sensor!.Settings.Keys.ShouldBe(["device"]);

        first.Put(first.Draft with { SiteName = "Mine" });
        await first.SaveAsync(CancellationToken.None);
        first.Phase.ShouldBe(FirstRunPhase.Elsewhere);
        (await house.Database.Owner.ScalarAsync<string>("select draft::text from first_run")).ShouldNotContain("Mine");
        // Who lost it cannot finish either.
        await first.FinishAsync(CancellationToken.None);
        (await house.CountAsync("users")).ShouldBe(0);
    }

    [Fact]
    public async Task The_same_browser_resumes_where_it_was_with_its_secrets()
    {
        await using var house = await FirstRunHouse.CreateAsync();
        using (var browser = await house.ReadyAsync(1))
        {
            browser.GoTo(FirstRunStep.Tariff);
            await browser.SaveAsync(CancellationToken.None);
        }

        using var again = house.Browser(1);
        await again.BeginAsync(new FirstRunDraft(), CancellationToken.None);
        (again.Phase, again.Step).ShouldBe((FirstRunPhase.Working, FirstRunStep.Tariff));
        (again.Draft.AccountName, again.Draft.PasswordHash, again.Draft.Token).ShouldBe(("camille", FirstRunHouse.Answers.PasswordHash, "a-token"));
        again.Draft.Tariff.ShouldBe(FirstRunHouse.Answers.Tariff);
    }

    [Fact]
    public async Task Nobody_writes_any_more_once_it_is_set_up()
    {
        await using var house = await FirstRunHouse.CreateAsync();
        using var browser = await house.ReadyAsync(1);
        await house.Database.AddUserAsync("owner", WebSite.Password);
        browser.Put(browser.Draft with { SiteName = "Too late" });
        await browser.SaveAsync(CancellationToken.None);
        browser.Phase.ShouldBe(FirstRunPhase.TooLate);
        (await house.Table.SaveAsync([.. Enumerable.Repeat((byte)1, 32)], FirstRunHouse.Answers, FirstRunStep.Place, 2, CancellationToken.None)).ShouldBeNull();
        await browser.FinishAsync(CancellationToken.None);
        (await house.CountAsync("users")).ShouldBe(1);
    }
}
