using System.Globalization;
using Microsoft.AspNetCore.Components;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.W3bstream;
using PowerMeter.Web.Queries;
using PowerMeter.Web.Server;
using PowerMeter.Web.W3bstream;

namespace PowerMeter.Web.Components.W3bstream;

/// <summary>The form of the settings: only what was changed is saved, all of it or nothing, and what is wrong is said beside its field.</summary>
public sealed partial class SettingsCard
{
    private readonly HashSet<string> _faults = [];
    private SettingsDraft? _shown;
    private SettingsDraft? _draft;
    private bool _isSaved;
    private bool _saving;
    private string? _trouble;

    [Parameter, EditorRequired]
    public required W3bstreamSettings Settings { get; set; }

    /// <summary>Those to choose from.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<SensorView> All { get; set; }

    [Parameter, EditorRequired]
    public string Who { get; set; } = "";

    [Inject]
    private W3bstreamChanges Changes { get; set; } = default!;

    [Inject]
    private W3bstreamSettingsReader Reader { get; set; } = default!;

    [Inject]
    private ReadOnlyMode ReadOnly { get; set; } = default!;

    private SettingsDraft Draft => _draft!;

    private bool TokenIsSet => Settings.ProtectedToken.Length > 0;

    /// <summary>Also those that were chosen and are gone, so that they can be taken out.</summary>
    private IEnumerable<(string Id, string Name)> Choices => All.Select(sensor => (W3bstreamRules.ListOf([sensor.Id]), sensor.Name))
        .Concat(Settings.Sensors.Where(id => All.All(sensor => sensor.Id != id)).Select(id => (W3bstreamRules.ListOf([id]), Text["W3b_GoneSensor", id].Value)));

    private string AgeHint => int.TryParse(Draft[W3bstreamFields.MaxAgeSeconds], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        ? Text["W3b_AgeHint", Ages.Length(Text, seconds)]
        : Text["W3b_AgeHintPlain"];

    protected override void OnParametersSet()
    {
        // What somebody is just writing is not taken from under his hands.
        if (_draft is not null && _draft.IsChangedFrom(_shown!)) return;
        Show(Settings);
    }

    private void Show(W3bstreamSettings settings) => (_shown, _draft) = (SettingsDraft.Of(settings), SettingsDraft.Of(settings));

    private string? Invalid(string field) => _faults.Contains(field) ? "true" : null;

    private Task SaveAsync()
    {
        var (change, faults) = Draft.ChangeFrom(_shown!);
        return ApplyAsync(change, faults);
    }

    private Task ForgetTokenAsync() => ApplyAsync(new W3bstreamChange { Token = "" }, []);

    private async Task ApplyAsync(W3bstreamChange change, IReadOnlyList<W3bstreamFault> faults)
    {
        if (_saving || ReadOnly.IsOn) return;
        (_saving, _isSaved, _trouble) = (true, false, null);
        Point(faults);
        try
        {
            if (faults.Count > 0) return;
            await Changes.ChangeAsync(change, Who, CancellationToken.None);
            Settings = await Reader.ReadAsync(CancellationToken.None);
            Show(Settings);
            _isSaved = true;
        }
        catch (W3bstreamFaultException e)
        {
            Point(e.Faults);
        }
        catch (SettingException)
        {
            _trouble = Text["W3b_NoKeys"];
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            _trouble = Text["Failed_Title"];
        }
        finally
        {
            _saving = false;
        }
    }

    private void Point(IReadOnlyList<W3bstreamFault> faults)
    {
        _faults.Clear();
        _faults.UnionWith(faults.Select(fault => fault.Field));
        if (faults.Count > 0) _trouble = Text["W3b_NotSaved"];
    }
}
