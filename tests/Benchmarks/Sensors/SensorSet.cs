using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks.Sensors;

/// <summary>One sensor of each kind.</summary>
internal static class SensorSet
{
    public static List<ISimulatedSensor> Of(WebSite site) =>
        [new HouseholdSensor(), new Ina219Sensor(), new CitizenWattSensor(), new Acs712Sensor(), new AwoxSensor(), new PushSensor(site)];
}
