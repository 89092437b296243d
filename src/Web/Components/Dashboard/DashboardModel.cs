namespace PowerMeter.Web.Components.Dashboard;

/// <summary>What the tiles show. It is kept from the first picture that the server sends to the live page, so that nothing flickers.</summary>
public sealed record DashboardModel(IReadOnlyList<SensorChoice> Sensors, SensorChoice? Selected, EnergyFigures? Energy, IReadOnlyList<PowerPoint> Recent)
{
    public bool HasSamples => Energy is not null;
}
