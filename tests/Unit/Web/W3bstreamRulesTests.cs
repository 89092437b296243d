using System.Globalization;
using PowerMeter.Shared.Rewards;
using PowerMeter.Web.W3bstream;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

/// <summary>What the settings of W3bstream may be, and what is said of those that may not.</summary>
public sealed class W3bstreamRulesTests
{
    private static IReadOnlyList<W3bstreamFault> Check(string field, string text)
    {
        var (change, fault) = W3bstreamText.Set(new W3bstreamChange(), field, text);
        return fault is null ? W3bstreamRules.Check(change) : [fault];
    }

    [Theory]
    [InlineData("publish_url", "")]
    [InlineData("publish_url", "http://127.0.0.1:8123/v1/event?eventType=DATA")]
    [InlineData("publish_url", "https://devnet.example/path/a@b")]
    [InlineData("token", "")]
    [InlineData("token", "pub_~!#$%&'()*+,-./:;<=>?@[]^_`{|}")]
    [InlineData("profile", "task")]
    [InlineData("signature_encoding", "der")]
    [InlineData("public_key_form", "address")]
    [InlineData("timestamp_unit", "ms")]
    [InlineData("window_s", "1")]
    [InlineData("window_s", "300")]
    [InlineData("sensors", "")]
    [InlineData("sensors", "3, 1")]
    [InlineData("skip_zero", "true")]
    [InlineData("max_age_s", "60")]
    [InlineData("max_age_s", "31536000")]
    [InlineData("project_id", "1009")]
    [InlineData("project_version", "v1.0 (beta)")]
    [InlineData("signed_keys", "")]
    [InlineData("signed_keys", "value,timestamp")]
    [InlineData("reward_steps", "")]
    [InlineData("reward_steps", "3:10,5:4,7.5:0.25")]
    public void What_is_allowed_passes(string field, string text) => Check(field, text).ShouldBeEmpty();

    [Theory]
    [InlineData("publish_url", "devnet.example")]
    [InlineData("publish_url", "/v1/task")]
    [InlineData("publish_url", "ftp://devnet.example/")]
    [InlineData("publish_url", "file:///etc/passwd")]
    [InlineData("publish_url", "https://devnet.example/#top")]
    [InlineData("publish_url", "https://devnet.example/#")]
    [InlineData("publish_url", "https://devnet example/")]
    [InlineData("publish_url", "https://devnet.example/é")]
    [InlineData("publish_url", "http:/devnet.example/")]
    [InlineData("publish_url", "https://exämple.org/")]
    [InlineData("publish_url", "https://devnet.example/\u202Egnp")]
    [InlineData("profile", "mainnet")]
    [InlineData("profile", "")]
    [InlineData("signature_encoding", "DER")]
    [InlineData("public_key_form", "hex")]
    [InlineData("timestamp_unit", "us")]
    [InlineData("window_s", "0")]
    [InlineData("window_s", "301")]
    [InlineData("window_s", "5.5")]
    [InlineData("window_s", "")]
    [InlineData("sensors", "1,1")]
    [InlineData("sensors", "house")]
    [InlineData("sensors", "1,")]
    [InlineData("skip_zero", "yes")]
    [InlineData("max_age_s", "59")]
    [InlineData("max_age_s", "31536001")]
    [InlineData("project_id", "a<b")]
    [InlineData("project_id", "a&b")]
    [InlineData("project_id", "a\\b")]
    [InlineData("project_id", "projet-été")]
    [InlineData("project_version", "a\u0007b")]
    [InlineData("signed_keys", "address")]
    [InlineData("signed_keys", "value,value")]
    [InlineData("reward_steps", "5:4,3:10")]
    [InlineData("reward_steps", "0:4")]
    [InlineData("reward_steps", "3:-1")]
    [InlineData("reward_steps", "3")]
    [InlineData("reward_steps", "3:10,")]
    [InlineData("reward_steps", "1e3:10")]
    public void What_is_not_says_what_was_given_and_what_is_allowed(string field, string text)
    {
        var fault = Check(field, text).ShouldHaveSingleItem();
        fault.Field.ShouldBe(field);
        fault.Message.ShouldStartWith($"{field} is '");
        fault.Message.ShouldEndWith($"; allowed: {W3bstreamFields.AllowedOf(field)}.");
    }

    [Theory]
    [InlineData("token", "geheim wort")]
    [InlineData("token", "geheimé")]
    [InlineData("token", "geheim\u007f")]
    [InlineData("publish_url", "https://geheim:geheim@devnet.example/")]
    [InlineData("publish_url", "https://geheim@devnet.example/")]
    [InlineData("publish_url", "https://@geheim.example/")]
    public void A_secret_is_never_repeated(string field, string text) =>
        Check(field, text).ShouldHaveSingleItem().Message.ShouldSatisfyAllConditions(
            message => message.ShouldNotContain("geheim"), message => message.ShouldContain(W3bstreamFields.AllowedOf(field)));

    [Fact]
    public void Lengths_are_bounded()
    {
        Check("publish_url", $"http://h/{new string('a', 2048 - 9)}").ShouldBeEmpty();
        Check("publish_url", $"http://h/{new string('a', 2048 - 8)}").ShouldHaveSingleItem().Message.Length.ShouldBeLessThan(400);
        Check("token", new string('t', 4096)).ShouldBeEmpty();
        Check("token", new string('t', 4097)).ShouldHaveSingleItem();
        Check("project_id", new string('p', 100)).ShouldBeEmpty();
        Check("project_id", new string('p', 101)).ShouldHaveSingleItem();
        W3bstreamRules.Check(new W3bstreamChange { Sensors = [.. Enumerable.Range(1, 100)] }).ShouldBeEmpty();
        W3bstreamRules.Check(new W3bstreamChange { Sensors = [.. Enumerable.Range(1, 101)] }).ShouldHaveSingleItem();
        W3bstreamRules.Check(new W3bstreamChange { RewardSteps = [.. Enumerable.Range(1, 21).Select(i => new RewardStep(i, 1))] }).ShouldHaveSingleItem();
        W3bstreamRules.Check(new W3bstreamChange { RewardSteps = [new RewardStep(double.NaN, 1)] }).ShouldHaveSingleItem();
    }

    [Fact]
    public void Every_setting_has_a_word_on_what_it_may_be_and_is_counted_as_changed()
    {
        foreach (var field in W3bstreamFields.All)
        {
            W3bstreamFields.AllowedOf(field).ShouldNotBeEmpty();
            var (change, fault) = W3bstreamText.Set(new W3bstreamChange(), field, field is "window_s" or "max_age_s" ? "60" : field == "skip_zero" ? "true" : "");
            fault.ShouldBeNull(field);
            change.Fields().ShouldBe([field]);
        }
    }

    [Fact]
    public void What_is_written_of_a_change_has_no_token() =>
        new W3bstreamChange { Token = "geheim", WindowSeconds = 5 }.ToString().ShouldBe("token, window_s");

    [Fact]
    public void A_table_of_rewards_is_written_as_it_is_read() => W3bstreamText.Of([new RewardStep(3, 10), new RewardStep(7.5, 0.25)]).ShouldBe("3:10,7.5:0.25");

    [Fact]
    public void A_cursor_is_read_as_it_was_written_and_nothing_else_is_one()
    {
        var cursor = new OutboxCursor(1_772_366_400_000_000, 17);
        OutboxCursor.Parse(cursor.ToString()).ShouldBe(cursor);
        foreach (var text in (string[])["", "17", "AAAA", $"{cursor}A", "______________________8"]) OutboxCursor.Parse(text).ShouldBeNull(text);
    }

    [Theory]
    [InlineData("en", "2.5", "2.5")]
    [InlineData("en", "2,000", "2?000")]
    [InlineData("en", " 2 000 ", "2000")]
    [InlineData("fr", "2,5", "2.5")]
    [InlineData("fr", "2.5", "2.5")]
    [InlineData("fr", "2\u202f000,5", "2000.5")]
    [InlineData("fr", "3:10", "3?10")]
    public void A_number_is_taken_as_its_language_writes_it(string language, string written, string number) =>
        W3bstreamText.NumberAsWritten(written, CultureInfo.GetCultureInfo(language)).ShouldBe(number);
}
