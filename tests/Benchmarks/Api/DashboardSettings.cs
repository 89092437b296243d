namespace PowerMeter.Benchmarks.Api;

/// <summary>What the process of the dashboards is told on its standard input.</summary>
/// <param name="Cookie">As the header has it.</param>
/// <param name="Now">Unix seconds: the end of the data is the dashboards' present.</param>
internal sealed record DashboardSettings(Uri Address, string Cookie, string Token, int Dashboards, int Sensors, long Now);
