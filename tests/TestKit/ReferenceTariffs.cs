using System.Globalization;

namespace PowerMeter.Tests.TestKit;

/// <summary>
/// Tariffs and prices read off the wall clock, a minute at a time, by .NET's own time zones: slow, and with nothing in
/// common with the calendar of the product.
/// </summary>
public sealed class ReferenceTariffs
{
    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    private readonly TimeZoneInfo _zone;
    private readonly ReferenceContract[] _contracts;
    private readonly List<(bool[] Days, int Start, int End)>[] _spans;
    private readonly Dictionary<long, (int Contract, bool Night)> _minutes = [];

    public ReferenceTariffs(string zone, IEnumerable<ReferenceContract> contracts)
    {
        _zone = TimeZoneInfo.FindSystemTimeZoneById(zone);
        _contracts = [.. contracts.OrderBy(contract => contract.ValidFrom)];
        _spans = [.. _contracts.Select(contract => SpansOf(contract.OffPeak))];
    }

    /// <param name="time">Unix microseconds.</param>
    public bool IsNight(long time) => At(time).Night;

    /// <summary>The price of a kilowatt-hour of that tariff at that moment, with VAT; nothing before the first contract.</summary>
    /// <param name="time">Unix microseconds.</param>
    public decimal PriceOf(long time, bool night)
    {
        var contract = At(time).Contract;
        if (contract < 0) return 0;
        var price = night ? _contracts[contract].NightPrice : _contracts[contract].DayPrice;
        return price + price * (_contracts[contract].VatPercent ?? 0) / 100;
    }

    // Zones differ from UTC by whole minutes, contracts begin and off-peak hours change at whole minutes.
    private (int Contract, bool Night) At(long time)
    {
        var minute = (long)Math.Floor(time / 60e6);
        if (_minutes.TryGetValue(minute, out var known)) return known;
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(minute * 60), _zone);
        var contract = Array.FindLastIndex(_contracts, contract => contract.ValidFrom <= DateOnly.FromDateTime(local.DateTime));
        var night = contract >= 0 && _spans[contract].Any(span => Holds(span, ((int)local.DayOfWeek + 6) % 7, local.Hour * 60 + local.Minute));
        return _minutes[minute] = (contract, night);
    }

    private static bool Holds((bool[] Days, int Start, int End) span, int day, int minute) => span.End > span.Start
        ? span.Days[day] && minute >= span.Start && minute < span.End
        : span.Days[day] && minute >= span.Start || span.Days[(day + 6) % 7] && minute < span.End;

    private static List<(bool[] Days, int Start, int End)> SpansOf(string offPeak) =>
        [.. offPeak.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(SpanOf)];

    private static (bool[] Days, int Start, int End) SpanOf(string rule)
    {
        var times = rule.Split(' ')[^1].Split('-');
        var days = new bool[7];
        if (!rule.Contains(' ', StringComparison.Ordinal)) Array.Fill(days, true);
        else foreach (var part in rule[..rule.LastIndexOf(' ')].Split(','))
        {
            var (first, last) = (Array.IndexOf(Days, part.Trim()[..3]), Array.IndexOf(Days, part.Trim()[^3..]));
            for (var day = first; ; day = (day + 1) % 7)
            {
                days[day] = true;
                if (day == last) break;
            }
        }

        return (days, MinuteOf(times[0]), MinuteOf(times[1]));
    }

    private static int MinuteOf(string time) =>
        int.Parse(time[..2], CultureInfo.InvariantCulture) * 60 + int.Parse(time[3..], CultureInfo.InvariantCulture);
}
