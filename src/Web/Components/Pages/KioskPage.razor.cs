using Microsoft.AspNetCore.Components;
using PowerMeter.Web.Components.Charts;
using PowerMeter.Web.Components.Kiosk;

namespace PowerMeter.Web.Components.Pages;

/// <summary>A full screen for a tablet on the wall; with a size, the picture of the small display.</summary>
public sealed partial class KioskPage
{
    private string? _sensors;
    private KioskSize? _size;
    private string? _fault;

    /// <summary>Such as 160x128.</summary>
    [SupplyParameterFromQuery(Name = "size")]
    public string? SizeText { get; set; }

    /// <summary>As <see cref="SensorList"/> reads it.</summary>
    [SupplyParameterFromQuery(Name = "sensor")]
    public string? SensorText { get; set; }

    /// <summary>Null when the page is live already.</summary>
    [CascadingParameter]
    private HttpContext? Request { get; set; }

    protected override void OnParametersSet()
    {
        (_sensors, _size, _fault) = (SensorList.Parse(SensorText), null, null);
        if (SizeText is { } asked && !KioskSize.TryParse(asked, out _size)) _fault = Text["Kiosk_BadSize", asked, KioskSize.Least, KioskSize.Most];
        else if (_size is not null && SensorText is not null) _fault = Text["Kiosk_SizeAndSensor"];
        else if (SensorText is not null && _sensors is null) _fault = Text["Kiosk_BadSensor", SensorText];
        if (_fault is not null && Request is { Response.HasStarted: false }) Request.Response.StatusCode = StatusCodes.Status400BadRequest;
    }
}
