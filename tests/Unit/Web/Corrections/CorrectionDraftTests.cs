using System.Globalization;
using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Corrections;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Corrections;

public sealed class CorrectionDraftTests
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 21, 12, 0);
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr");

    private static CorrectionDraft Draft(CorrectionKind kind = CorrectionKind.Delete) => new() { Kind = kind, From = "2026-03-01T12:00", To = "2026-03-01T13:00:05.25" };

    private static CorrectionRequest Request(CorrectionDraft draft, CultureInfo? culture = null) => draft.Read(7, Paris, culture ?? English, Now).Request.ShouldNotBeNull();

    private static (string Field, string Key) Fault(CorrectionDraft draft)
    {
        var (request, faults) = draft.Read(7, Paris, English, Now);
        request.ShouldBeNull();
        return faults.ShouldHaveSingleItem() is var fault ? (fault.Field, fault.Key) : default;
    }

    [Fact]
    public void Times_are_the_sites_to_the_fraction_of_a_second()
    {
        var request = Request(Draft());
        UnixMicroseconds.ToInstant(request.From).ToString().ShouldBe("2026-03-01T11:00:00Z");
        (request.Until - request.From).ShouldBe(3_605_250_000);
        CorrectionDraft.TextOf(request.Until, Paris).ShouldBe("2026-03-01T13:00:05.25");
    }

    [Fact]
    public void Of_a_time_that_comes_twice_one_is_chosen_and_one_that_never_comes_is_refused()
    {
        var draft = Draft() with { From = "2026-10-25T02:30", To = "2026-10-25T02:30", ToAgain = true };
        CorrectionDraft.IsTwice(draft.From, Paris).ShouldBeTrue();
        CorrectionDraft.IsTwice("2026-10-25T03:30", Paris).ShouldBeFalse();
        (Request(draft).Until - Request(draft).From).ShouldBe(UnixMicroseconds.PerHour);
        Fault(Draft() with { From = "2026-03-29T02:30", To = "2026-03-29T04:00" }).ShouldBe(("from", "Tables_Bad_Skipped"));
    }

    [Theory]
    [InlineData("3600", 3600)]
    [InlineData("-1:00:00", -3600)]
    [InlineData("−1:00", -3600)]
    [InlineData("+0:01:30.5", 90.5)]
    [InlineData("48:00", 172_800)]
    public void An_offset_is_seconds_or_hours_minutes_and_seconds(string text, double seconds) =>
        Request(Draft(CorrectionKind.Shift) with { Offset = text }).Offset.ShouldBe((long)(seconds * 1e6));

    [Theory]
    [InlineData("an hour", "Tables_Bad_OffsetText")]
    [InlineData("1:60", "Tables_Bad_OffsetText")]
    [InlineData("1.5:00", "Tables_Bad_OffsetText")]
    [InlineData("1:2:3:4", "Tables_Bad_OffsetText")]
    [InlineData("", "Tables_Bad_OffsetText")]
    [InlineData("0", "Tables_Bad_Offset")]
    [InlineData("999999:00", "Tables_Bad_Offset")]
    [InlineData("8000:00", "Tables_Bad_Future")]
    public void Other_offsets_are_refused(string text, string key) => Fault(Draft(CorrectionKind.Shift) with { Offset = text }).ShouldBe(("offset_s", key));

    [Fact]
    public void Numbers_have_the_decimal_sign_of_the_language_or_a_point()
    {
        Request(Draft(CorrectionKind.Scale) with { Factor = "1,05" }, French).Factor.ShouldBe(1.05);
        Request(Draft(CorrectionKind.Scale) with { Factor = "−1.05" }, French).Factor.ShouldBe(-1.05);
        Request(Draft(CorrectionKind.Set) with { Watts = " 0 " }).Watts.ShouldBe(0);
        Fault(Draft(CorrectionKind.Set) with { Watts = "1,05" }).ShouldBe(("watts", "Tables_Bad_Number"));
        Fault(Draft(CorrectionKind.Set)).ShouldBe(("watts", "Tables_Bad_NoNumber"));
        Fault(Draft(CorrectionKind.Set) with { Watts = "1000000001" }).ShouldBe(("watts", "Tables_Bad_Watts"));
        Fault(Draft(CorrectionKind.Scale) with { Factor = "1" }).ShouldBe(("factor", "Tables_Bad_Factor"));
        Fault(Draft(CorrectionKind.Scale) with { Factor = "1001" }).ShouldBe(("factor", "Tables_Bad_Factor"));
    }

    [Theory]
    [InlineData("", "2026-03-01T13:00", "from", "Tables_Bad_NoTime")]
    [InlineData("yesterday", "2026-03-01T13:00", "from", "Tables_Bad_Time")]
    [InlineData("2026-03-01T13:00", "2026-03-01T13:00", "to", "Tables_Bad_Order")]
    [InlineData("1999-03-01T13:00", "2026-03-01T13:00", "from", "Tables_Bad_Years")]
    [InlineData("2026-03-01T13:00", "2101-03-01T13:00", "to", "Tables_Bad_Years")]
    public void Spans_that_cannot_be_say_why(string from, string to, string field, string key) => Fault(Draft() with { From = from, To = to }).ShouldBe((field, key));

    [Fact]
    public void A_reason_has_its_bound()
    {
        Request(Draft() with { Reason = new string('x', 500) }).Reason.Length.ShouldBe(500);
        Fault(Draft() with { Reason = "one\nother" }).ShouldBe(("reason", "Tables_Bad_ReasonSigns"));
        Fault(Draft() with { Reason = "one\0" }).ShouldBe(("reason", "Tables_Bad_ReasonSigns"));
        Fault(Draft() with { Reason = new string('x', 501) }).ShouldBe(("reason", "Tables_Bad_Reason"));
    }
}
