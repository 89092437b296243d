using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Offers;

namespace PowerMeter.Tests.TestKit.Fuzz;

/// <summary>Lists of offers, as they come from a file, an address or a call.</summary>
public sealed class OfferListFuzzTarget : IFuzzTarget
{
    public string Name => "offers";

    public IEnumerable<byte[]> Seeds =>
    [
        [.. """[{"name":"A","day_slope_watt_euros":0.2,"day_constant_watt_euros":10}]"""u8],
        [.. """[{"name":"B","type_name":"Électricité","threshold":"6000","day_slope_watt_euros":0.2,"night_slope_watt_euros":"1e-1","day_constant_watt_euros":10,"night_constant_watt_euros":10.0,"off_peak":"mon-fri 22:00-06:00; sat,sun 00:00-24:00","prices_include_vat":false,"vat_percent":5.5,"offered_on":"2026-08-01","source":"s"}]"""u8],
        [.. """{"data":[{"id":1,"type_id":1,"current":0,"name":"C","day_slope_watt_euros":-0.2,"day_constant_watt_euros":0,"start_night_rate":"22:30","end_night_rate":"06:30","threshold":null}]}"""u8],
        // Pieces, which come into the others.
        [.. "null"u8], [.. "{}"u8], [.. "[]"u8], [.. "1e308"u8], [.. "1e-999999"u8], [.. "\\ud800"u8], [.. "\\u0000"u8], [.. "NaN"u8], [.. "24:00-24:00"u8],
        [.. "mon - fri"u8], [.. ";;"u8], [.. "\"name\":"u8], [.. "\uFEFF"u8],
    ];

    public bool Take(byte[] input)
    {
        try
        {
            foreach (var offer in OfferList.Parse(input)) Check(offer);
            return true;
        }
        catch (OfferFormatException e)
        {
            FuzzException.Unless(
                e.Message.Length is > 0 and < 600 && !e.Message.Any(char.IsControl) && !e.Message.Any(char.IsSurrogate), $"The reason is not fit to show: {e.Message}");
            return false;
        }
    }

    /// <summary>Everything that the database's own rules ask for, so that nothing that is taken fails there.</summary>
    private static void Check(ListedOffer listed)
    {
        var offer = listed.Offer;
        FuzzException.Unless(listed.Name.Length is >= 1 and <= 128 && !listed.Name.Any(char.IsControl), $"The name '{listed.Name}' was taken");
        FuzzException.Unless(listed.ThresholdWatts is null or (>= 1 and <= 1_000_000), $"{listed.ThresholdWatts} W were taken");
        FuzzException.Unless(Math.Abs(offer.DayPricePerKwh) <= 100 && Math.Abs(offer.NightPricePerKwh) <= 100, $"{offer} was taken");
        FuzzException.Unless(offer.StandingChargePerMonth is >= 0 and <= 100_000 && offer.VatPercent is >= 0 and <= 100, $"{offer} was taken");
        FuzzException.Unless(offer.Source is null || (offer.Source.Length is >= 1 and <= 256 && !offer.Source.Any(char.IsControl)), $"{offer} was taken");
        FuzzException.Unless(OffPeakSchedule.Parse(offer.OffPeak).Text == offer.OffPeak, $"The hours '{offer.OffPeak}' were taken");
    }
}
