using System.Text.Json.Serialization;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Api.V1;

/// <summary>The energy of a span, bucket by bucket.</summary>
/// <param name="SensorId">The sensor's number.</param>
/// <param name="Currency">Of every cost: ISO 4217.</param>
/// <param name="TimeZone">Whose midnights cut the buckets: a name of the IANA time zone database.</param>
/// <param name="Bucket">As it was asked for; null for one bucket of the whole span.</param>
/// <param name="From">The start of the span, included: RFC 3339 in UTC.</param>
/// <param name="To">The end of the span, excluded: RFC 3339 in UTC.</param>
/// <param name="Buckets">By time, without a space between them; those without a sample too.</param>
internal sealed record EnergyAnswer(
    int SensorId, string Currency, string TimeZone, string? Bucket, string From, string To, IEnumerable<EnergyBucket> Buckets);

/// <summary>What a half-open span of time used.</summary>
/// <param name="Start">Included: RFC 3339 in UTC.</param>
/// <param name="End">Excluded: RFC 3339 in UTC.</param>
/// <param name="DayKwh">Kilowatt-hours at the day (peak) tariff; 0 also when nothing was measured: see the coverage.</param>
/// <param name="NightKwh">Kilowatt-hours at the night (off-peak) tariff.</param>
/// <param name="Kwh">Kilowatt-hours of both.</param>
/// <param name="Cost">In the answer's currency, at the prices of each moment with VAT, without the standing charge, not rounded; 0 while no contract held.</param>
/// <param name="MeanWatts">Mean power over the covered time; null when nothing was measured.</param>
/// <param name="MinWatts">The least power; null when nothing was measured.</param>
/// <param name="MaxWatts">The greatest power; null when nothing was measured.</param>
/// <param name="Coverage">The part of the span that samples cover: 0 to 1.</param>
internal sealed record EnergyBucket(
    string Start, string End, double DayKwh, double NightKwh, double Kwh, decimal Cost, double? MeanWatts, double? MinWatts, double? MaxWatts, double Coverage)
{
    public static EnergyBucket Of(EnergyBin bin)
    {
        var energy = bin.Energy;
        return new EnergyBucket(
            MomentText.Of(bin.Start), MomentText.Of(bin.End), energy.DayWattHours / 1000, energy.NightWattHours / 1000, energy.WattHours / 1000, bin.Cost,
            Covered(energy, energy.MeanWatts), Covered(energy, energy.MinWatts), Covered(energy, energy.MaxWatts), bin.Coverage);
    }

    /// <returns>Null without coverage.</returns>
    public static double? Covered(Energy energy, double watts) => energy.IsCovered ? watts : null;
}

[JsonSerializable(typeof(EnergyAnswer))]
internal sealed partial class EnergyJson : JsonSerializerContext
{
    public static EnergyJson Plain { get; } = new(V1Json.CreateOptions());
}
