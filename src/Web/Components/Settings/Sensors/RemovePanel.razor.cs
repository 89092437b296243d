using System.Globalization;
using Microsoft.AspNetCore.Components;
using NodaTime;
using PowerMeter.Web.Queries;
using PowerMeter.Web.SensorSetup;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Components.Settings.Sensors;

/// <summary>Removes a sensor with all its data, once its name was typed.</summary>
public sealed partial class RemovePanel
{
    private (long First, long Last)? _span;
    private bool _isRead;
    private string _typed = "";
    private bool _isOther;
    private bool _busy;
    private double _part;
    private string? _trouble;

    [Parameter, EditorRequired]
    public required ListedSensor Sensor { get; set; }

    [Parameter, EditorRequired]
    public required DateTimeZone Zone { get; set; }

    [Parameter]
    public EventCallback Left { get; set; }

    /// <summary>It is gone: said in a sentence.</summary>
    [Parameter]
    public EventCallback<string> Done { get; set; }

    [Inject]
    private SensorChanges Changes { get; set; } = default!;

    [Inject]
    private RecordedSpanQuery Spans { get; set; } = default!;

    private string Id => string.Create(CultureInfo.InvariantCulture, $"remove-{Sensor.Id}");

    // Nobody counts millions of rows for a sentence; the planner knows about how many there are, sometimes.
    private string SpanText => (_span, Sensor.Stored.Samples) switch
    {
        ({ } span, > 0 and var samples) => Text["Sensors_RemoveSpan", samples, Day(span.First), Day(span.Last)],
        ({ } span, _) => Text["Sensors_RemoveSpanPlain", Day(span.First), Day(span.Last)],
        _ => Text[_isRead ? "Sensors_RemoveNothing" : "Loading"],
    };

    protected override async Task OnInitializedAsync()
    {
        try
        {
            _span = await Spans.ReadAsync(Sensor.Id, CancellationToken.None);
            _isRead = true;
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            _trouble = Text["Failed_Title"];
        }
    }

    private string Day(long microseconds) => Instant.FromUnixTimeMilliseconds(microseconds / 1000).InZone(Zone).Date.ToString("d", CultureInfo.CurrentCulture);

    private void Tell(double part)
    {
        _part = part;
        StateHasChanged();
    }

    private async Task RemoveAsync()
    {
        if (_busy) return;
        _isOther = _typed.Trim() != Sensor.Name;
        if (_isOther) return;
        (_busy, _trouble) = (true, null);
        // What takes long says so before it begins.
        StateHasChanged();
        try
        {
            await Changes.RemoveAsync(Sensor.Id, new Progress<double>(part => _ = InvokeAsync(() => Tell(part))), CancellationToken.None);
            await Done.InvokeAsync(Text["Sensors_SaidRemoved", Sensor.Name]);
        }
        catch (Exception e) when (e is ReadOnlyException || DatabaseTrouble.Is(e))
        {
            _trouble = Text["Sensors_NotDone"];
        }
        finally
        {
            _busy = false;
        }
    }
}
