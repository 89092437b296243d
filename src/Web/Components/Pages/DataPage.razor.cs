using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using PowerMeter.Shared.Database;
using PowerMeter.Web.Components.Data;
using PowerMeter.Web.Import.Jobs;
using PowerMeter.Web.Queries;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Components.Pages;

/// <summary>What was measured, as tables: days, samples, gaps; what was corrected; and the way in and out for other programs.</summary>
public sealed partial class DataPage
{
    private DataAddress _address = new(DataView.Days, null);
    private int _sensor;
    private bool _isAdmin;
    private string _who = "";
    private bool _failed;

    /// <summary>Comes from the first picture, so that the live page begins with it.</summary>
    [PersistentState]
    public IReadOnlyList<DataSensor>? AllSensors { get; set; }

    [SupplyParameterFromQuery(Name = "view")]
    public string? ViewName { get; set; }

    [SupplyParameterFromQuery(Name = "sensor")]
    public string? SensorText { get; set; }

    [SupplyParameterFromQuery(Name = "month")]
    public string? MonthText { get; set; }

    [SupplyParameterFromQuery(Name = "at")]
    public string? AtText { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    public string? BeforeText { get; set; }

    [SupplyParameterFromQuery(Name = "days")]
    public string? DaysText { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    public string? FromText { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? ToText { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private SensorQuery Sensors { get; set; } = default!;

    [Inject]
    private ImportJobs Jobs { get; set; } = default!;

    [Inject]
    private ReadOnlyMode ReadOnly { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private bool MayChange => _isAdmin && !ReadOnly.IsOn;

    private DataSensor? Selected => AllSensors?.FirstOrDefault(sensor => sensor.Id == _sensor);

    protected override async Task OnInitializedAsync()
    {
        var user = (await Authentication).User;
        (_isAdmin, _who) = (user.IsInRole(User.Admin), user.Identity?.Name ?? "");
    }

    protected override async Task OnParametersSetAsync()
    {
        _address = DataAddress.Parse(name => name switch
        {
            "view" => ViewName,
            "sensor" => SensorText,
            "month" => MonthText,
            "at" => AtText,
            "before" => BeforeText,
            "days" => DaysText,
            "from" => FromText,
            _ => ToText,
        });
        if (AllSensors is null) await ReadAsync();
        else Select();
    }

    private async Task ReadAsync()
    {
        try
        {
            AllSensors = [.. (await Sensors.ListAsync(CancellationToken.None)).Select(sensor => new DataSensor(sensor.Id, sensor.Name, sensor.MaxGapSeconds))];
            _failed = false;
            Select();
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            _failed = true;
        }
    }

    private void Select()
    {
        if (AllSensors is not { Count: > 0 } sensors) return;
        // An import that this page, or another one, has begun.
        var running = _address is { View: DataView.Transfer, SensorId: null } && _isAdmin ? Jobs.RunningSensor : null;
        _sensor = (sensors.FirstOrDefault(sensor => sensor.Id == (_address.SensorId ?? running)) ?? sensors[0]).Id;
    }

    private void Choose(ChangeEventArgs change)
    {
        if (int.TryParse(change.Value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var sensor))
            Navigation.NavigateTo((_address with { SensorId = sensor, At = null, Before = null }).ToUrl());
    }
}
