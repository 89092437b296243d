using System.Net;
using NodaTime;
using PowerMeter.Processor.Display;
using PowerMeter.Shared.Display;
using PowerMeter.Shared.W3bstream;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Display;

/// <summary>What is decided before anything is drawn.</summary>
public sealed class DisplayRulesTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 21, 14, 32, 10);
    private static readonly W3bstreamSettings Forwarding = new() { PublishUrl = "https://example.org/publish", ProtectedToken = "protected:x" };

    public static TheoryData<string, LinkState> Links => new()
    {
        { "off", LinkState.Off }, { "fault", LinkState.Fault }, { "new", LinkState.Ready }, { "sent long ago", LinkState.Ready }, { "sent", LinkState.Sending },
        { "on its way", LinkState.Sending }, { "held up", LinkState.Waiting }, { "network away", LinkState.Waiting },
    };

    [Theory]
    [MemberData(nameof(Links))]
    public void The_link_is_judged_by_settings_and_status(string what, LinkState expected)
    {
        var status = what switch
        {
            "fault" => new W3bstreamStatus { Fault = "The key is closed.", Waiting = 3 },
            "sent" => new W3bstreamStatus { LastSentAt = Now - Duration.FromSeconds(59) },
            "sent long ago" => new W3bstreamStatus { LastSentAt = Now - Duration.FromSeconds(61) },
            "on its way" => new W3bstreamStatus { Waiting = 2, OldestWaiting = Now - Duration.FromSeconds(29) },
            "held up" => new W3bstreamStatus { Waiting = 2, OldestWaiting = Now - Duration.FromSeconds(31), LastSentAt = Now },
            "network away" => new W3bstreamStatus { Waiting = 1, OldestWaiting = Now, RetryAt = Now + Duration.FromSeconds(1) },
            _ => new W3bstreamStatus(),
        };
        LinkRules.Judge(what == "off" ? new W3bstreamSettings() : Forwarding, status, Now).ShouldBe(expected);
    }

    [Fact]
    public void A_sum_without_one_of_its_sensors_is_none()
    {
        var (soon, later) = (Now + Duration.FromSeconds(1), Now + Duration.FromSeconds(9));
        PowerNowQuery.Sum([new PowerNow(PowerState.Live, 100, FreshUntil: later), new PowerNow(PowerState.Live, 20, FreshUntil: soon)])
            .ShouldBe(new PowerNow(PowerState.Live, 120, FreshUntil: soon));
        PowerNowQuery.Sum([new PowerNow(PowerState.Live, 100, FreshUntil: later), new PowerNow(PowerState.Silent, Since: Now)])
            .ShouldBe(new PowerNow(PowerState.Silent, Since: Now));
        PowerNowQuery.Sum([new PowerNow(PowerState.NoData), new PowerNow(PowerState.Silent, Since: Now)]).State.ShouldBe(PowerState.NoData);
    }

    [Fact]
    public void The_next_look_is_when_the_minute_ends_or_the_sample_grows_old()
    {
        var state = DisplayStates.Normal;
        DisplaySession.UntilNext(new DisplayReading(state, null), Now).ShouldBe(TimeSpan.FromSeconds(50));
        DisplaySession.UntilNext(new DisplayReading(state, Now + Duration.FromSeconds(7)), Now).ShouldBe(TimeSpan.FromSeconds(7));
        DisplaySession.UntilNext(new DisplayReading(state, Now - Duration.FromSeconds(7)), Now).ShouldBe(TimeSpan.Zero);
        DisplaySession.UntilNext(new DisplayReading(state, null), Now + Duration.FromSeconds(50)).ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("192.168.1.20", 8080, "192.168.1.20:8080")]
    [InlineData("192.168.1.20", 80, "192.168.1.20")]
    [InlineData("fd00::1", 8080, "[fd00::1]:8080")]
    public void The_address_is_what_one_types_into_a_browser(string address, int port, string expected)
    {
        new LanAddress(IPAddress.Parse(address), port, TimeProvider.System).Find().ShouldBe(expected);
        new LanAddress(null, port, TimeProvider.System).Find().ShouldBeNull();
    }

    [Fact]
    public void A_moment_is_said_as_shortly_as_it_is_clear()
    {
        var (texts, today) = (DisplayTexts.Of(DisplayLanguage.Fr), new LocalDate(2026, 11, 21));
        texts.Moment(today.At(new LocalTime(7, 5)), today).ShouldBe("07:05");
        texts.Moment(new LocalDateTime(2026, 2, 3, 7, 5), today).ShouldBe("3 févr.");
        texts.Moment(new LocalDateTime(2024, 12, 31, 7, 5), today).ShouldBe("31 déc. 2024");
    }
}
