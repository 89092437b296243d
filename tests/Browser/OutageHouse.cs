using PowerMeter.Tests.TestKit;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>A site with a measured sensor, between which and its database the network can be cut.</summary>
public sealed class OutageHouse : IAsyncLifetime
{
    public WebFixture Site { get; private set; } = null!;

    public DatabaseCable Cable { get; private set; } = null!;

    public int Sensor { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Cable = new DatabaseCable(PostgresServer.Shared);
        Site = await WebFixture.StartBehindAsync(Cable);
        Sensor = await Site.Database.AddSensorAsync("House", WebFixture.PatientPeriodSeconds);
        await Site.FillAsync(Sensor, TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(30), 500);
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        await Cable.DisposeAsync();
    }
}
