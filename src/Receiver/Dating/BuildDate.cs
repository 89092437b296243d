using System.Reflection;
using NodaTime;
using NodaTime.Text;

namespace PowerMeter.Receiver.Dating;

/// <summary>The day (UTC) on which this program was built: no clock that is right says less.</summary>
public static class BuildDate
{
    public static Instant Value { get; } = Read(typeof(BuildDate).Assembly);

    private static Instant Read(Assembly assembly)
    {
        var text = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "BuildDate").Value;
        return LocalDatePattern.CreateWithInvariantCulture("uuuu-MM-dd").Parse(text ?? "").GetValueOrThrow().AtMidnight().InUtc().ToInstant();
    }
}
