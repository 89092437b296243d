using Microsoft.AspNetCore.Components;
using PowerMeter.Web.Commands;
using PowerMeter.Web.Live;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Components.Settings.Sensors;

/// <summary>Pairing: asked, answered by the Receiver, and done when the sensor has been heard.</summary>
public sealed partial class PairPanel
{
    /// <summary>A sensor sends every 8 s: several packets may be lost.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private Step _step;
    private DateTimeOffset _since;
    private string? _trouble;

    /// <summary>In the Receiver's words.</summary>
    private CommandOutcome? _refusal;

    private enum Step
    {
        Ask,
        Asking,
        Waiting,
        Paired,
        Expired,
        Refused,
    }

    [Parameter, EditorRequired]
    public required ListedSensor Sensor { get; set; }

    /// <summary>Who asks, for the record.</summary>
    [Parameter]
    public string Who { get; set; } = "";

    [Parameter]
    public EventCallback Left { get; set; }

    [Inject]
    private SensorCommands Commands { get; set; } = default!;

    private double Elapsed => Math.Clamp((Time.GetUtcNow() - _since).TotalSeconds, 0, Patience.TotalSeconds);

    protected override void OnAlive()
    {
    }

    protected override Task OnEventAsync(FeedEvent happened)
    {
        // What was taken before the Receiver forgot the counter proves nothing.
        if (_step == Step.Waiting && happened is FeedEvent.NewSamples news && news.SensorId == Sensor.Id
            && news.Samples.Any(sample => sample.Stored.Time / 1000 >= _since.ToUnixTimeMilliseconds())) _step = Step.Paired;
        return Task.CompletedTask;
    }

    protected override Task OnTickAsync()
    {
        if (_step == Step.Waiting && Elapsed >= Patience.TotalSeconds) _step = Step.Expired;
        StateHasChanged();
        return Task.CompletedTask;
    }

    private async Task StartAsync()
    {
        if (_step is Step.Asking or Step.Waiting) return;
        _step = Step.Asking;
        try
        {
            var asked = Time.GetUtcNow();
            var outcome = await Commands.AskAsync(Sensor.Id, SensorCommand.Pair, Who, Closed);
            if (outcome.Done) (_step, _since) = (Step.Waiting, asked);
            else Refuse(Text["Sensors_Unanswered"], outcome.Answered ? outcome : null);
        }
        catch (Exception e) when (e is ReadOnlyException || DatabaseTrouble.Is(e))
        {
            Refuse(Text["Sensors_NotDone"], null);
        }
        catch (OperationCanceledException) when (Closed.IsCancellationRequested)
        {
            // The page was closed; what was asked for is done all the same.
        }
    }

    /// <param name="refusal">What the Receiver said; it is shown instead.</param>
    private void Refuse(string trouble, CommandOutcome? refusal) => (_step, _trouble, _refusal) = (Step.Refused, trouble, refusal);
}
