using System.Globalization;
using Microsoft.AspNetCore.Components;
using PowerMeter.Shared.Sensors;
using PowerMeter.Web.Forms;

namespace PowerMeter.Web.Components.SensorSetup;

/// <summary>One setting of a sensor, as its kind describes it, in the words of the reader's language.</summary>
public sealed partial class SettingField
{
    [Parameter, EditorRequired]
    public required SensorField Field { get; set; }

    /// <summary>The kind that it is of: some settings have other words there.</summary>
    [Parameter, EditorRequired]
    public required string Kind { get; set; }

    [Parameter, EditorRequired]
    public required string Value { get; set; }

    /// <summary>Whether a secret is stored already.</summary>
    [Parameter]
    public bool IsSet { get; set; }

    /// <summary>Devices to choose from.</summary>
    [Parameter]
    public IReadOnlyList<string> Devices { get; set; } = [];

    [Parameter]
    public FieldFault? Fault { get; set; }

    [Parameter]
    public EventCallback<string> Changed { get; set; }

    private string Id => $"sensor-{Field.Name}";

    private string Label => Said("Sensors_Field") ?? Field.Name;

    private string? Invalid => Fault is null ? null : "true";

    private string Described => $"{Id}-hint {Id}-error";

    private string? Keys => Field.Type switch
    {
        SensorFieldType.Number => Field.Min < 0 ? null : "decimal",
        SensorFieldType.WholeNumber => "numeric",
        _ => null,
    };

    private string? Placeholder => Field.Default is { } fallback && Field.Type is SensorFieldType.Number or SensorFieldType.WholeNumber ? Number(fallback) : Field.Example;

    /// <summary>A stored value that is none of them stays to be seen, and refused.</summary>
    private IEnumerable<string> Choices => Field.Choices.Contains(Value) || Value.Length == 0 ? Field.Choices : Field.Choices.Prepend(Value);

    /// <summary>What it is for, its bounds, and what holds when it is empty.</summary>
    private string Hint => string.Join(" ", new[] { Said("Sensors_Hint"), Bounds, IfEmpty }.Where(part => part is not null));

    private string? Bounds => Field is { Min: { } min, Max: { } max }
        ? Text["Sensors_Bounds", Number(min), Field.Unit is { } unit ? $"{Number(max)} {unit}" : Number(max)].Value
        : null;

    private string? IfEmpty => Field.Default is { } fallback && Field.Type is not (SensorFieldType.Choice or SensorFieldType.Flag)
        ? Text["Sensors_IfEmpty", Field.Unit is { } unit ? $"{Number(fallback)} {unit}" : Number(fallback)].Value
        : null;

    private static string Number(double number) => number.ToString("#,##0.####", CultureInfo.CurrentCulture);

    private static string Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Number(number) : text;

    /// <summary>The words for this kind, else those for all; null without any.</summary>
    private string? Said(string prefix) => new[] { $"{prefix}_{Kind}_{Field.Name}", $"{prefix}_{Field.Name}" }
        .Select(key => Text[key])
        .FirstOrDefault(text => !text.ResourceNotFound)?.Value;

    private string ChoiceText(string choice)
    {
        var said = Text[$"Sensors_Choice_{Field.Name}_{choice}"];
        return said.ResourceNotFound ? Field.Unit is { } unit ? $"{choice} {unit}" : choice : said.Value;
    }

    private Task ChangeAsync(ChangeEventArgs change) => Changed.InvokeAsync(change.Value?.ToString() ?? "");
}
