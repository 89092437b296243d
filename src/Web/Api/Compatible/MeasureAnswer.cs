using System.Text.Json.Serialization;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>A measure as CitizenWatt's clients know it.</summary>
/// <param name="Id">Ascends as measures are written, with gaps.</param>
/// <param name="Value">Watts.</param>
/// <param name="Timestamp">Unix seconds: an integer when whole, else with up to six decimals.</param>
/// <param name="NightRate">1 when the off-peak tariff held, else 0.</param>
internal sealed record MeasureAnswer(long Id, int SensorId, double Value, decimal Timestamp, int NightRate)
{
    // A decimal keeps the zeros behind its point, and a division leaves none that it does not need.
    public static MeasureAnswer Of(int sensorId, StoredSample sample) => new(
        sample.Id, sensorId, sample.Watts, sample.Time / (decimal)UnixMicroseconds.PerSecond, sample.NightRate ? 1 : 0);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RatedAnswer<MeasureAnswer>))]
[JsonSerializable(typeof(RatedAnswer<MeasureAnswer[]>))]
[JsonSerializable(typeof(DataAnswer<int?>))]
internal sealed partial class MeasureAnswerJson : JsonSerializerContext;
