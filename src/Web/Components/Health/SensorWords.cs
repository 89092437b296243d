using Microsoft.Extensions.Localization;
using PowerMeter.Web.Push;
using PowerMeter.Web.Queries;
using PowerMeter.Web.Resources;

namespace PowerMeter.Web.Components.Health;

/// <summary>How a sensor is, and what helps, as a neighbour would say it. The Receiver's own sentence, which is exact and English, stands beside it.</summary>
internal static class SensorWords
{
    private static readonly string[] Troubled = ["silent", "absent", "fault", SensorView.Stopped];
    private static readonly string[] Kinds = ["acs712", "ina219", "citizenwatt", "awox", "replay"];

    public static bool IsTroubled(SensorView sensor) => sensor.Enabled && Troubled.Contains(sensor.State);

    /// <returns>What helps; null when nothing is needed.</returns>
    public static string? Remedy(IStringLocalizer<Texts> text, SensorView sensor)
    {
        if (!IsTroubled(sensor)) return null;
        if (sensor.State == SensorView.Stopped) return text["HealthDo_SensorStopped"];
        if (sensor.Driver == PushTarget.Push) return text["HealthDo_Sensor_push"];
        if (sensor.State == "fault" && sensor.Driver is "replay" or "simulated") return text["HealthDo_Sensor_settings"];
        return Kinds.Contains(sensor.Driver) ? text[$"HealthDo_Sensor_{sensor.Driver}_{sensor.State}"] : text["HealthDo_Sensor_settings"];
    }
}
