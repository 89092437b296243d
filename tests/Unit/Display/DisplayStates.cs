using NodaTime;
using PowerMeter.Shared.Display;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Tests.Unit.Display;

/// <summary>The states that the stored pictures show, by the pictures' names.</summary>
internal static class DisplayStates
{
    private static readonly LocalDateTime Now = new(2026, 11, 21, 14, 32);

    public static readonly DisplayState Normal = new()
    {
        Now = Now,
        Power = PowerState.Live,
        Watts = 231.4,
        TodayWattHours = 6423,
        TodayCost = 1.02m,
        TokensPerHour = 10,
        TokensToday = 84.2,
        Tariff = Tariff.Day,
        Link = LinkState.Sending,
        Address = "192.168.1.20:8080",
    };

    public static readonly DisplayState OffPeak = Normal with { Watts = 1234, Tariff = Tariff.Night };

    public static readonly DisplayState Waiting = OffPeak with { Link = LinkState.Waiting, Waiting = 17_280 };

    public static readonly DisplayState Silent = Normal with { Power = PowerState.Silent, Since = Now.PlusMinutes(-27), TokensPerHour = null };

    public static readonly DisplayState NoSensor = new() { Now = Now, Power = PowerState.NoSensor, TokensToday = 0, Link = LinkState.Off, Address = "192.168.1.20:8080" };

    public static readonly DisplayState Away = new() { Now = Now, Power = PowerState.DatabaseAway, Since = Now.PlusMinutes(-3), Address = "192.168.1.20:8080" };

    public static readonly DisplayState Fault = Normal with { Watts = 4.6, Tariff = null, Link = LinkState.Fault };

    /// <summary>As much as a small factory, and a negative power.</summary>
    public static readonly DisplayState Big = Normal with
    {
        Watts = -12_345,
        TodayWattHours = 1_234_567,
        TodayCost = 1234.56m,
        TokensToday = 12_345,
        Tariff = Tariff.Night,
        Link = LinkState.Waiting,
        Waiting = 604_800,
        Address = "192.168.100.200:65535",
    };

    public static readonly DisplayState Kilowatts = Normal with { Watts = 123_456, TodayCost = 123.45m, Currency = "CHF" };

    /// <summary>What nobody has, and a wrong setting might make.</summary>
    public static readonly DisplayState Absurd = Normal with
    {
        Watts = double.MaxValue,
        TodayWattHours = double.MaxValue,
        TodayCost = decimal.MinValue,
        Currency = "XXX",
        TokensPerHour = 1e6,
        TokensToday = 1e300,
        Link = LinkState.Waiting,
        Waiting = long.MaxValue,
        Address = "a-host-with-a-very-long-name.somewhere.example:65535",
    };

    /// <summary>All kinds of states there are.</summary>
    public static IEnumerable<DisplayState> All =>
    [
        Normal, OffPeak, Waiting, Silent, NoSensor, Away, Fault, Big, Kilowatts, Absurd,
        Normal with { Watts = 0, Link = LinkState.Ready }, Normal with { Watts = -99_999, TodayCost = -12.34m },
        Silent with { Since = Now.PlusDays(-60) }, Silent with { Since = Now.PlusYears(-3) }, Silent with { Since = null },
        NoSensor with { Power = PowerState.SensorGone }, NoSensor with { Power = PowerState.NoData }, Away with { Now = null, Since = null, Address = null },
    ];
}
