using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PowerMeter.Shared.Sensors;
using PowerMeter.Web.Forms;
using PowerMeter.Web.SensorSetup;

namespace PowerMeter.Web.Components.SensorSetup;

/// <summary>Three steps on one page: what it is, how it is set, and whether it can be read.</summary>
public sealed partial class SensorEditor
{
    private readonly HashSet<string> _mended = [];
    private IReadOnlyList<FoundSensor>? _found;
    private IReadOnlyList<FieldFault> _faults = [];
    private IReadOnlyList<FieldFault> _refused = [];
    private IReadOnlyList<string> _receivers = [];
    private string? _receiver;
    private ElementReference _root;
    private bool _toFocus;

    /// <summary>What was pressed is not there any more: who goes on by keyboard, or listens, begins at the top of what took its place.</summary>
    private bool _toStart;

    /// <summary>What it edits; null before a kind is chosen.</summary>
    [Parameter]
    public SensorDraft? Draft { get; set; }

    [Parameter]
    public EventCallback<SensorDraft?> DraftChanged { get; set; }

    /// <summary>The stored sensor that it changes; null for a new one.</summary>
    [Parameter]
    public int? SensorId { get; set; }

    /// <summary>The names of the secrets that are stored already.</summary>
    [Parameter]
    public IReadOnlySet<string> SecretsSet { get; set; } = new HashSet<string>();

    /// <summary>What was wrong when it was last saved: <c>kind</c>, <c>name</c>, <c>settings.NAME</c>… Another list moves the focus to its first field.</summary>
    [Parameter]
    public IReadOnlyList<FieldFault> Faults { get; set; } = [];

    /// <summary>Told after each live reading, whether there was one.</summary>
    [Parameter]
    public EventCallback<bool> Tried { get; set; }

    [Inject]
    private SensorChanges Changes { get; set; } = default!;

    [Inject]
    private ReceiverList Receivers { get; set; } = default!;

    [Inject]
    private IJSRuntime JavaScript { get; set; } = default!;

    private SensorKind? Kind => Draft is null ? null : SensorKind.Find(Draft.Kind);

    /// <summary>A field that was touched since is not blamed any more.</summary>
    private IReadOnlyList<FieldFault> AllFaults => [.. Faults.Concat(_refused).Where(fault => !_mended.Contains(fault.Field)).DistinctBy(fault => fault.Field)];

    /// <summary>Whose machine has the device; null for the Receiver without a name.</summary>
    private string? Receiver => Draft is null ? _receiver : Draft.Receiver;

    protected override async Task OnInitializedAsync()
    {
        try
        {
            _receivers = await Receivers.ReadAsync(CancellationToken.None);
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            // As on an installation that has one Receiver: what is saved is checked.
        }
    }

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_faults, Faults)) return;
        _faults = Faults;
        _refused = [];
        Blame(Faults);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_toFocus && !_toStart) return;
        var toFault = _toFocus;
        (_toFocus, _toStart) = (false, false);
        try
        {
            if (!toFault)
            {
                await _root.FocusAsync();
                return;
            }

            await using var module = await JavaScript.InvokeAsync<IJSObjectReference>("import", $"/{Assets["js/first-fault.js"]}");
            await module.InvokeVoidAsync("focusFirstFault", _root);
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException or JSException)
        {
            // The page was closed, or shows something else by now.
        }
    }

    private void Blame(IReadOnlyList<FieldFault> faults)
    {
        _mended.Clear();
        _toFocus = faults.Count > 0;
    }

    private async Task ChooseAsync(FoundSensor chosen)
    {
        var kind = SensorKind.Named(chosen.Kind!);
        var settings = new Dictionary<string, string>(chosen.Settings);
        if (chosen.Device.Length > 0 && kind.Fields.Any(field => field.Type == SensorFieldType.Device)) settings.TryAdd("device", chosen.Device);
        // The texts of a form need every field that the kind has, and none that it has not.
        var known = settings.Where(set => kind.Fields.Any(field => field.Name == set.Key)).ToDictionary();
        (_refused, _faults) = ([], Faults);
        await DraftChanged.InvokeAsync(new SensorDraft(kind.Name, await SuggestNameAsync(kind.Name)) { Settings = known, Receiver = kind.IsDriven ? _receiver : null });
        _toStart = true;
    }

    private async Task ForgetAsync()
    {
        await DraftChanged.InvokeAsync(null);
        _toStart = true;
    }

    private Task ChangeAsync((string Field, SensorDraft Draft) change)
    {
        _mended.Add(change.Field);
        return DraftChanged.InvokeAsync(change.Draft);
    }

    private async Task ChangeReceiverAsync(ChangeEventArgs change)
    {
        _receiver = change.Value?.ToString() is { Length: > 0 } name ? name : null;
        // What was found is on the other machine.
        _found = null;
        if (Draft is null) return;
        _mended.Add("receiver");
        await DraftChanged.InvokeAsync(Draft with { Receiver = _receiver });
    }

    private void RefuseAsync(IReadOnlyList<FieldFault> faults)
    {
        _refused = faults;
        Blame(faults);
    }

    /// <summary>The kind's own name, with a number when another sensor has it.</summary>
    private async Task<string> SuggestNameAsync(string kind)
    {
        var name = Text[$"Sensors_Name_{kind}"].Value;
        try
        {
            var taken = (await Changes.ListAsync(CancellationToken.None)).Select(sensor => sensor.Draft.Name).ToHashSet(StringComparer.CurrentCultureIgnoreCase);
            return Enumerable.Range(1, taken.Count + 1)
                .Select(number => number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} {number}"))
                .First(candidate => !taken.Contains(candidate));
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            // A suggestion only: what is wrong with a name is said when it is saved.
            return name;
        }
    }
}
