using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using PowerMeter.Shared.Database;
using PowerMeter.Web.Import.Jobs;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Pages;

/// <summary>Brings samples of other programs in, and gives ours out.</summary>
public sealed partial class DataPage
{
    private IReadOnlyList<SensorView>? _sensors;
    private int _sensor;
    private bool _isAdmin;
    private bool _failed;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private SensorQuery Sensors { get; set; } = default!;

    [Inject]
    private ImportJobs Jobs { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        _isAdmin = (await Authentication).User.IsInRole(User.Admin);
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        try
        {
            _sensors = await Sensors.ListAsync(CancellationToken.None);
            _failed = false;
            if (_sensors.Count > 0 && _sensors.All(sensor => sensor.Id != _sensor)) _sensor = _sensors[0].Id;
            // An import that this page, or another one, has begun.
            if (_isAdmin && Jobs.RunningSensor is { } running && _sensors.Any(sensor => sensor.Id == running)) _sensor = running;
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            _failed = true;
        }
    }
}
