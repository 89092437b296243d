using System.Text.Json.Serialization;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Api.V1;

/// <summary>Power over time, for a line with a band around it.</summary>
/// <param name="SensorId">The sensor's number.</param>
/// <param name="From">The start of the span, included: RFC 3339 in UTC.</param>
/// <param name="To">The end of the span, excluded: RFC 3339 in UTC.</param>
/// <param name="StepSeconds">The length of each point but the first and the last, which may be shorter.</param>
/// <param name="Source">What the points are made of: samples, minutes, quarters or hours.</param>
/// <param name="Points">By time, without a space between them.</param>
internal sealed record PowerAnswer(int SensorId, string From, string To, double StepSeconds, string Source, IEnumerable<PowerPointAnswer> Points);

/// <summary>A step of the line.</summary>
/// <param name="Start">Included: RFC 3339 in UTC.</param>
/// <param name="End">Excluded: RFC 3339 in UTC.</param>
/// <param name="MeanWatts">Mean power over the covered time; null in a gap.</param>
/// <param name="MinWatts">The least power; null in a gap.</param>
/// <param name="MaxWatts">The greatest power; null in a gap.</param>
/// <param name="Coverage">The part of the point that samples cover: 0 to 1.</param>
internal sealed record PowerPointAnswer(string Start, string End, double? MeanWatts, double? MinWatts, double? MaxWatts, double Coverage)
{
    public static PowerPointAnswer Of(EnergyBin bin)
    {
        var energy = bin.Energy;
        return new PowerPointAnswer(
            MomentText.Of(bin.Start), MomentText.Of(bin.End), EnergyBucket.Covered(energy, energy.MeanWatts),
            EnergyBucket.Covered(energy, energy.MinWatts), EnergyBucket.Covered(energy, energy.MaxWatts), bin.Coverage);
    }
}

[JsonSerializable(typeof(PowerAnswer))]
internal sealed partial class PowerJson : JsonSerializerContext
{
    public static PowerJson Plain { get; } = new(V1Json.CreateOptions());
}
