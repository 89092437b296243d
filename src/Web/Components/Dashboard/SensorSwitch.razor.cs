using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using PowerMeter.Shared.Database;
using PowerMeter.Web.Commands;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Components.Dashboard;

/// <summary>Switches the load of a sensor on and off, and says when that did not work.</summary>
public sealed partial class SensorSwitch : IDisposable
{
    /// <summary>How long the Receiver may take, after it has switched, to tell the new state.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _closed = new();
    private bool _isAdmin;
    private string _who = "";
    private bool _waiting;
    private (bool On, DateTimeOffset Until)? _done;
    private string? _trouble;

    /// <summary>In the Receiver's words.</summary>
    private CommandOutcome? _refusal;

    /// <summary>One that switches.</summary>
    [Parameter, EditorRequired]
    public required SensorChoice Sensor { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private SensorCommands Commands { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private bool Shown => _done?.On ?? Sensor.SwitchedOn ?? false;

    private bool IsOutOfReach => Sensor.IsStopped || Sensor.State == "paused";

    [Inject]
    private ReadOnlyMode ReadOnly { get; set; } = default!;

    private bool MaySwitch => _isAdmin && !ReadOnly.IsOn;

    private string? Hint => ReadOnly.IsOn ? Text["ReadOnly_Switch"].Value : _isAdmin ? null : Text["Switch_OnlyAdmin"].Value;

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        var user = (await Authentication).User;
        (_isAdmin, _who) = (user.IsInRole(User.Admin), user.Identity?.Name ?? "");
    }

    protected override void OnParametersSet()
    {
        // What the Receiver says counts, once it has had the time to say it.
        if (_done is { } done && (Sensor.SwitchedOn == done.On || Time.GetUtcNow() >= done.Until)) _done = null;
    }

    private async Task SwitchAsync()
    {
        if (_waiting || !MaySwitch || IsOutOfReach) return;
        var on = !Shown;
        (_waiting, _trouble, _refusal) = (true, null, null);
        try
        {
            var outcome = await Commands.AskAsync(Sensor.Id, on ? SensorCommand.SwitchOn : SensorCommand.SwitchOff, _who, _closed.Token);
            if (outcome.Done) _done = (on, Time.GetUtcNow() + Settling);
            else if (outcome.Answered) _refusal = outcome;
            else _trouble = Text["Switch_Unanswered"];
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            _trouble = Text["Failed_Title"];
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page was closed; what was asked for is done all the same.
        }
        finally
        {
            _waiting = false;
        }
    }
}
