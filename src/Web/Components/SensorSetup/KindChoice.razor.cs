using Microsoft.AspNetCore.Components;
using PowerMeter.Shared.Sensors;
using PowerMeter.Web.SensorSetup;

namespace PowerMeter.Web.Components.SensorSetup;

/// <summary>Looks for what the Receiver's machine has, once, and again when it is asked to.</summary>
public sealed partial class KindChoice : IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private bool _looking = true;
    private string? _trouble;

    /// <summary>What was found before; null when nobody has looked yet.</summary>
    [Parameter]
    public IReadOnlyList<FoundSensor>? Found { get; set; }

    /// <summary>Whose machine it is; null for the Receiver without a name.</summary>
    [Parameter]
    public string? Receiver { get; set; }

    [Parameter]
    public EventCallback<IReadOnlyList<FoundSensor>?> FoundChanged { get; set; }

    /// <summary>Something that was found, or a kind with no device yet.</summary>
    [Parameter]
    public EventCallback<FoundSensor> Chosen { get; set; }

    [Inject]
    private ISensorTrials Trials { get; set; } = default!;

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        if (Found is null) await LookAsync();
        else _looking = false;
        StateHasChanged();
    }

    private static FoundSensor Blank(SensorKind kind) => new(kind.Name, "", "", new Dictionary<string, string>(), null);

    private async Task LookAsync()
    {
        (_looking, _trouble) = (true, null);
        StateHasChanged();
        try
        {
            await FoundChanged.InvokeAsync(await Trials.ProbeAsync(Receiver, _closed.Token));
        }
        catch (SensorTrialException e)
        {
            _trouble = e.Message;
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            _trouble = Text["Failed_Title"];
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page was closed.
        }
        finally
        {
            _looking = false;
        }
    }
}
