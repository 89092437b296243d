using PowerMeter.Tests.TestKit;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>A site with two days of samples, one contract that holds since the year began, and a Processor that works.</summary>
public sealed class ContractStation : IAsyncLifetime
{
    private PowerMeterProcess? _processor;

    public WebFixture Site { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Site.InitializeAsync();
        await Site.LoadOffersAsync();
        await Site.Database.AddUserAsync("guest", WebFixture.Password, PowerMeter.Shared.Database.User.Reader);
        await Site.Database.AddContractAsync(new DateOnly(2026, 1, 1), 0.2m, 0.15m, vatPercent: 20);
        var sensor = await Site.Database.AddSensorAsync("House", WebFixture.PatientPeriodSeconds);
        await Site.FillAsync(sensor, TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(50), 500);
    }

    /// <summary>From now on changes are worked off.</summary>
    public void StartProcessor() => _processor ??= PowerMeterProcess.Start("Processor", Site.Database, Site.Site.Directory);

    public async ValueTask DisposeAsync()
    {
        if (_processor is not null) await _processor.DisposeAsync();
        await Site.DisposeAsync();
    }
}
