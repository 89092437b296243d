using System.Text.Json.Serialization;
using PowerMeter.Web.Api.V1;

namespace PowerMeter.Web.Live;

/// <summary>The data of a <c>sample</c> event.</summary>
/// <param name="Time">RFC 3339, UTC.</param>
/// <param name="Watts">The power.</param>
/// <param name="Volts">Left out for a sensor that does not measure it.</param>
/// <param name="Battery">Percent, or the cell's volts for a sensor that says no more; left out without a battery.</param>
/// <param name="NightRate">Whether the off-peak tariff held.</param>
internal sealed record SampleEvent(
    int SensorId, string Time, double Watts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] float? Volts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] float? Battery,
    bool NightRate);

/// <summary>The data of an <c>energy</c> event: the roll-ups from one time to the other are new; both RFC 3339, UTC.</summary>
internal sealed record EnergyEvent(int SensorId, string From, string To);

/// <summary>The data of a <c>configuration</c> event: there is nothing more to say.</summary>
internal sealed record ConfigurationEvent;

/// <summary>The data of a <c>resync</c> event.</summary>
/// <param name="Reason">missed: events were lost, or more was missed than is sent again. older: samples came with others that are newer and are not sent one by one. deleted: samples are gone.</param>
/// <param name="SensorId">Left out when it may be any.</param>
internal sealed record ResyncEvent(string Reason, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? SensorId);

[JsonSerializable(typeof(SampleEvent))]
[JsonSerializable(typeof(EnergyEvent))]
[JsonSerializable(typeof(ConfigurationEvent))]
[JsonSerializable(typeof(ResyncEvent))]
internal sealed partial class LiveJson : JsonSerializerContext
{
    public static LiveJson Plain { get; } = new(V1Json.CreateOptions());
}
