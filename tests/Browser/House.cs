using System.Globalization;
using Microsoft.Playwright;
using PowerMeter.Shared.Language;
using PowerMeter.Tests.TestKit;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>A house with an hour of samples up to now, and a sensor that fell silent yesterday.</summary>
public sealed class House : IAsyncLifetime
{
    public const string LastName = "Water heater of the guest room";

    /// <summary>One that a Receiver speaks for.</summary>
    private const string Driver = "acs712";

    private int _sensor;

    public static BrowserNewContextOptions Phone { get; } = new()
    {
        ViewportSize = new ViewportSize { Width = 390, Height = 844 },
        IsMobile = true,
        HasTouch = true,
    };

    public WebFixture Site { get; } = new();

    public int SilentSensor { get; private set; }

    public async ValueTask InitializeAsync()
    {
        await Site.InitializeAsync();
        _sensor = await Site.Database.AddSensorAsync("House", WebFixture.PatientPeriodSeconds, Driver);
        SilentSensor = await Site.Database.AddSensorAsync("Workshop", WebFixture.PatientPeriodSeconds, Driver);
        var now = TimeProvider.System.GetUtcNow();
        await Site.FillAsync(_sensor, now, TimeSpan.FromHours(30), 500);
        await Site.FillAsync(SilentSensor, now - TimeSpan.FromDays(1), TimeSpan.FromHours(2), 800);
        LastSensor = await Site.Database.AddSensorAsync(LastName, WebFixture.PatientPeriodSeconds, Driver);
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    /// <summary>The one that stands last among those to choose from.</summary>
    public int LastSensor { get; private set; }

    public Task AddSampleNowAsync(double watts) => Site.Database.Web.ExecuteAsync(
        "insert into measures (sensor_id, time, watts, night_rate) values ($1, now(), $2, false)", _sensor, watts);

    /// <summary>As a Receiver does: it lives, and says how the sensor is.</summary>
    /// <param name="said">The error as a page says it in its reader's language; null as from an older Receiver.</param>
    public async Task SayStateAsync(string state, string? error, int? sensor = null, Sentence? said = null)
    {
        await Site.Database.Owner.ExecuteAsync("""
            insert into process_heartbeats (process, host, pid, version, started_at, beat_at)
            values ('receiver', 'test', 1, 'test', now(), now() + interval '1 hour')
            on conflict (process, host, pid) do update set beat_at = excluded.beat_at
            """);
        await Site.Database.Owner.ExecuteAsync("""
            insert into sensor_status (sensor_id, state, since, updated_at, error, error_said) values ($1, $2, now(), now(), nullif($3, ''), nullif($4, '')::jsonb)
            on conflict (sensor_id) do update set state = excluded.state, since = now(), error = excluded.error, error_said = excluded.error_said
            """, sensor ?? _sensor, state, error ?? "", said?.ToJson() ?? "");
        await Site.Database.Owner.ExecuteAsync("select pg_notify('status', $1)", (sensor ?? _sensor).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Its last words stand, nobody beats, nothing is notified.</summary>
    public async Task LetReceiverDieAsync()
    {
        await Site.Database.Owner.ExecuteAsync("delete from process_heartbeats where process = 'receiver'");
        await Site.Database.Owner.ExecuteAsync("insert into sensor_status (sensor_id, state, since, updated_at) values ($1, 'running', now(), now())", SilentSensor);
    }

    public Task ForgetStateAsync() => Site.Database.Owner.ExecuteAsync("delete from sensor_status");
}
