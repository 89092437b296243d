using Microsoft.AspNetCore.Components;
using PowerMeter.Web.Forms;
using PowerMeter.Web.SensorSetup;

namespace PowerMeter.Web.Components.SensorSetup;

/// <summary>
/// Reads once when it is asked to, and then goes on while the form stands: what is plugged in meanwhile appears. A reading
/// belongs to the settings that it was taken with; others begin anew.
/// </summary>
public sealed partial class SensorTrial : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>From the end of a reading to the next.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    /// <summary>A form that somebody left open keeps no Receiver busy.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource _closed = new();
    private SensorDraft? _of;
    private TimeSpan? _goesUntil;
    private TimeSpan _next;
    private DateTimeOffset _readAt;
    private bool _isReading;
    private bool _isLooping;
    private TrialReading? _reading;
    private string? _nobody;
    private bool _isWrong;

    [Parameter, EditorRequired]
    public required SensorDraft Draft { get; set; }

    /// <summary>The stored sensor that it changes; null for a new one.</summary>
    [Parameter]
    public int? SensorId { get; set; }

    /// <summary>Told after each reading, whether there was one.</summary>
    [Parameter]
    public EventCallback<bool> Tried { get; set; }

    /// <summary>Settings that nothing can be read with.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<FieldFault>> Refused { get; set; }

    [Inject]
    private ISensorTrials Trials { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <summary>What was set back does not keep the readings from going on.</summary>
    private TimeSpan Uptime => Time.GetElapsedTime(0);

    private string State => _reading?.Watts is not null ? "live"
        : _isWrong ? "wrong"
        : _nobody is not null ? "nobody"
        : _reading is not null ? "fault"
        : _goesUntil is not null ? "reading"
        : "idle";

    private string Age => (int)(Time.GetUtcNow() - _readAt).TotalSeconds is var seconds and > 0 ? Text["Age_Seconds", seconds] : Text["Age_Now"];

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_of, Draft)) return;
        _of = Draft;
        Forget();
        // What was being changed is read again as it is now, but not after each key.
        _next = Uptime + Tick;
    }

    private void Forget() => (_reading, _nobody, _isWrong) = (null, null, false);

    private async Task StartAsync()
    {
        if (_isReading) return;
        _goesUntil = Uptime + Longest;
        _isWrong = false;
        if (!_isLooping) _ = KeepReadingAsync();
        await ReadAsync(isAsked: true);
    }

    private async Task KeepReadingAsync()
    {
        _isLooping = true;
        try
        {
            using var timer = new PeriodicTimer(Tick, Time);
            while (Uptime < _goesUntil && await timer.WaitForNextTickAsync(_closed.Token))
            {
                if (!_isReading && !_isWrong && Uptime >= _next) _ = ReadAsync(isAsked: false);
                StateHasChanged();
            }

            _goesUntil = null;
            Forget();
            StateHasChanged();
        }
        catch (Exception) when (_closed.IsCancellationRequested)
        {
            // The form was closed.
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
        finally
        {
            _isLooping = false;
        }
    }

    /// <param name="isAsked">Whether somebody pressed the button just now: only then the focus may move to what is wrong.</param>
    private async Task ReadAsync(bool isAsked)
    {
        _isReading = true;
        var draft = Draft;
        try
        {
            var reading = await Trials.ReadAsync(draft, SensorId, _closed.Token);
            // Read with settings that are no longer those of the form.
            if (!ReferenceEquals(draft, Draft)) return;
            Forget();
            (_reading, _readAt) = (reading, Time.GetUtcNow());
            await Tried.InvokeAsync(reading.Watts is not null);
        }
        catch (FieldFaultException e)
        {
            if (!ReferenceEquals(draft, Draft)) return;
            Forget();
            _isWrong = true;
            if (isAsked) await Refused.InvokeAsync(e.Faults);
        }
        catch (Exception e) when (e is SensorTrialException || DatabaseTrouble.Is(e))
        {
            Forget();
            _nobody = e is SensorTrialException ? e.Message : Text["Failed_Title"];
            await Tried.InvokeAsync(false);
        }
        catch (Exception) when (_closed.IsCancellationRequested)
        {
            // The form was closed.
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
        finally
        {
            _isReading = false;
            _next = Uptime + Pause;
        }
    }
}
