using System.Globalization;
using Microsoft.AspNetCore.Components;
using PowerMeter.Shared.Sensors;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Live;
using PowerMeter.Web.SensorSetup;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Components.Settings.Sensors;

/// <summary>Measures a constant load for a while beside a reference meter, and proposes the factor that makes both agree.</summary>
public sealed partial class CalibrationPanel
{
    private const double MostWatts = 1_000_000;

    /// <summary>What a slow sensor may take beyond the chosen time, in its periods.</summary>
    private const double MorePeriods = 5;

    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(20);

    private Step _step;
    private string _typed = "";
    private int _seconds = 30;
    private string? _fault;
    private string? _trouble;
    private double _reference;
    private double _new;
    private DateTimeOffset _since;
    private ReferenceComparison _comparison = new();
    private bool _busy;

    private enum Step
    {
        Ask,
        Measuring,
        Failed,
        Result,
    }

    [Parameter, EditorRequired]
    public required ListedSensor Sensor { get; set; }

    [Parameter]
    public EventCallback Left { get; set; }

    /// <summary>It has another factor: said in a sentence.</summary>
    [Parameter]
    public EventCallback<string> Done { get; set; }

    [Inject]
    private SensorChanges Changes { get; set; } = default!;

    private double Old => Sensor.Stored.Draft.Calibration;

    private TimeSpan Elapsed => Time.GetUtcNow() - _since;

    private TimeSpan Patience => TimeSpan.FromSeconds(_seconds + Math.Max(LeastPatience.TotalSeconds, MorePeriods * (Sensor.View?.PeriodSeconds ?? 0)));

    private string Change => Text[_new >= Old ? "Sensors_Higher" : "Sensors_Lower", Math.Abs(_new / Old - 1).ToString("P1", CultureInfo.CurrentCulture)];

    protected override void OnAlive()
    {
    }

    protected override Task OnEventAsync(FeedEvent happened)
    {
        if (_step == Step.Measuring && happened is FeedEvent.NewSamples news && news.SensorId == Sensor.Id)
            _comparison.Add(news.Stored.Where(sample => sample.Time / 1000 >= _since.ToUnixTimeMilliseconds()));
        return Task.CompletedTask;
    }

    protected override Task OnTickAsync()
    {
        if (_step == Step.Measuring && Elapsed.TotalSeconds >= _seconds && _comparison.IsEnough) Conclude();
        else if (_step == Step.Measuring && Elapsed >= Patience) Fail(Text["Sensors_CalibrationTooFew", _comparison.Count, ReferenceComparison.LeastSamples]);
        StateHasChanged();
        return Task.CompletedTask;
    }

    private static string Power(double watts) => Figures.ExactPower(Math.Round(watts, 1), CultureInfo.CurrentCulture);

    private static string Factor(double factor) => factor.ToString("0.0000", CultureInfo.CurrentCulture);

    private string Id(string part) => string.Create(CultureInfo.InvariantCulture, $"calibrate-{Sensor.Id}-{part}");

    private void Start()
    {
        var plain = string.Concat(_typed.Where(letter => !char.IsWhiteSpace(letter))).Replace(',', '.');
        var isNumber = double.TryParse(plain, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _reference);
        _fault = isNumber && Math.Abs(_reference) is >= CalibrationFactor.LeastWatts and <= MostWatts ? null : Text["Sensors_BadReference", _typed.Trim(), CalibrationFactor.LeastWatts, MostWatts].Value;
        if (_fault is not null) return;
        (_comparison, _since, _trouble, _step) = (new ReferenceComparison(), Time.GetUtcNow(), null, Step.Measuring);
    }

    private void Conclude()
    {
        try
        {
            (_new, _step) = (Changes.NewCalibration(Old, _reference, _comparison.MeanWatts), Step.Result);
        }
        catch (FieldFaultException e)
        {
            Fail(e.Faults[0].Say(Text));
        }
    }

    private void Fail(string trouble) => (_trouble, _step) = (trouble, Step.Failed);

    private async Task SaveAsync()
    {
        if (_busy) return;
        (_busy, _trouble) = (true, null);
        try
        {
            await Changes.ChangeAsync(Sensor.Id, Sensor.Stored.Draft with { Calibration = _new }, CancellationToken.None);
            await Done.InvokeAsync(Text["Sensors_SaidCalibrated", Sensor.Name, Factor(_new)]);
            await Left.InvokeAsync();
        }
        catch (FieldFaultException e)
        {
            _trouble = e.Faults[0].Say(Text);
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
