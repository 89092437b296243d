using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>A house of three sensors under a contract with two prices: two measure, one fell silent two hours ago. A reader lives there too.</summary>
public sealed class DashboardHouse : IAsyncLifetime
{
    public const string Reader = "child";

    public WebFixture Site { get; } = new();

    public int Kitchen { get; private set; }

    public int Heater { get; private set; }

    public int Garage { get; private set; }

    public static BrowserNewContextOptions Tablet { get; } = new() { ViewportSize = new ViewportSize { Width = 1280, Height = 800 } };

    public async ValueTask InitializeAsync()
    {
        await Site.InitializeAsync();
        await Site.Database.AddContractAsync(new DateOnly(2020, 1, 1), 0.27m, 0.2068m);
        await Site.Database.AddUserAsync(Reader, WebFixture.Password, "reader");
        Kitchen = await Site.Database.AddSensorAsync("Kitchen", WebFixture.PatientPeriodSeconds);
        Heater = await Site.Database.AddSensorAsync("Water heater", WebFixture.PatientPeriodSeconds);
        Garage = await Site.Database.AddSensorAsync("Garage", WebFixture.PatientPeriodSeconds);
        var now = TimeProvider.System.GetUtcNow();
        await Site.FillAsync(Kitchen, now, TimeSpan.FromHours(54), 400);
        await Site.FillAsync(Heater, now, TimeSpan.FromHours(54), 1000);
        await Site.FillAsync(Garage, now - TimeSpan.FromHours(2), TimeSpan.FromHours(54), 60);
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    /// <summary>Both that measure do so now.</summary>
    public async Task MeasureAsync(double kitchenWatts, double heaterWatts)
    {
        foreach (var (sensor, watts) in ((int, double)[])[(Kitchen, kitchenWatts), (Heater, heaterWatts)])
            await Site.Database.Web.ExecuteAsync("insert into measures (sensor_id, time, watts, night_rate) values ($1, now(), $2, false)", sensor, watts);
    }

    /// <summary>A visit of the reader's.</summary>
    public async Task<Visit> VisitAsReaderAsync(string path)
    {
        var visit = await Site.VisitAsync();
        await visit.Page.GotoAsync(path);
        await visit.SignInAsync(Reader, WebFixture.Password);
        await visit.WaitForAddressAsync(path);
        return visit;
    }
}
