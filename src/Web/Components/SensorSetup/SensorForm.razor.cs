using System.Globalization;
using Microsoft.AspNetCore.Components;
using PowerMeter.Shared.Sensors;
using PowerMeter.Web.Forms;
using PowerMeter.Web.SensorSetup;

namespace PowerMeter.Web.Components.SensorSetup;

/// <summary>Name, settings and period of a sensor of a kind. Tells each change as the draft that comes of it.</summary>
public sealed partial class SensorForm
{
    private SensorDraft? _shown;
    private DraftFields? _fields;
    private bool _isMoreOpen;

    [Parameter, EditorRequired]
    public required SensorKind Kind { get; set; }

    [Parameter, EditorRequired]
    public required SensorDraft Draft { get; set; }

    /// <summary>The names of the secrets that are stored already.</summary>
    [Parameter]
    public IReadOnlySet<string> SecretsSet { get; set; } = new HashSet<string>();

    /// <summary>What the machine has: devices to choose from.</summary>
    [Parameter]
    public IReadOnlyList<FoundSensor>? Found { get; set; }

    [Parameter]
    public IReadOnlyList<FieldFault> Faults { get; set; } = [];

    /// <summary>Which field was changed, and the draft now.</summary>
    [Parameter]
    public EventCallback<(string Field, SensorDraft Draft)> Changed { get; set; }

    private DraftFields Fields => _fields!;

    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_shown, Draft))
        {
            _shown = Draft;
            _fields = DraftFields.Of(Draft, Kind, CultureInfo.CurrentCulture);
        }

        _isMoreOpen |= Faults.Any(fault => fault.Field == DraftFields.Period || Kind.Fields.Any(field => field.IsAdvanced && DraftFields.Of(field) == fault.Field));
    }

    private static string Number(double number) => number.ToString("#,##0.####", CultureInfo.CurrentCulture);

    // What the form itself cannot read comes first: the draft says nothing of it.
    private FieldFault? FaultOf(string field) => Fields.Faults.Concat(Faults).FirstOrDefault(fault => fault.Field == field);

    private string? Invalid(string field) => FaultOf(field) is null ? null : "true";

    private bool IsShown(string field) => field is DraftFields.Name or DraftFields.Period || Kind.Fields.Any(one => DraftFields.Of(one) == field);

    private IReadOnlyList<string> DevicesOf(SensorField field) => field.Type == SensorFieldType.Device && Found is not null
        ? [.. Found.Where(found => found.Kind == Kind.Name).Select(found => found.Device).Distinct()]
        : [];

    private Task PutAsync(string field, ChangeEventArgs change) => PutAsync(field, change.Value?.ToString() ?? "");

    private Task PutAsync(string field, string text)
    {
        Fields[field] = text;
        // The texts stay as they were typed: only a draft from elsewhere replaces them.
        _shown = Fields.ToDraft();
        return Changed.InvokeAsync((field, _shown));
    }
}
