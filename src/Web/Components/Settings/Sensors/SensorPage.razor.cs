using Microsoft.AspNetCore.Components;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;
using PowerMeter.Web.Forms;
using PowerMeter.Web.SensorSetup;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Components.Settings.Sensors;

/// <summary>Adds a sensor, or changes one. Without a live reading it says so plainly once, and saves when it is told again.</summary>
public sealed partial class SensorPage
{
    private StoredSensor? _stored;
    private SensorDraft? _draft;
    private IReadOnlyList<FieldFault> _faults = [];
    private bool _isRead;
    private bool _isGone;
    private bool _failed;
    private bool _isTried;
    private bool _isUnread;
    private bool _isSaved;
    private bool _busy;
    private string? _trouble;

    /// <summary>The sensor that it changes; null for a new one.</summary>
    [Parameter]
    public int? Id { get; set; }

    [Inject]
    private SensorChanges Changes { get; set; } = default!;

    [Inject]
    private FirstPicture<StoredSensor> First { get; set; } = default!;

    [Inject]
    private ReadOnlyMode ReadOnly { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string Title => _stored?.Draft.Name ?? Text[Id is null ? "Sensors_Add" : "Sensors_Change"];

    private IReadOnlySet<string> SecretsSet => _stored?.SecretsSet ?? new HashSet<string>();

    private bool IsDriven => _draft is not null && SensorKind.IsDrivenNamed(_draft.Kind);

    protected override Task OnParametersSetAsync()
    {
        // From a new pushed sensor to its own page: another one, from the beginning.
        if (_isRead && _stored?.Id == Id) return Task.CompletedTask;
        (_isRead, _stored, _draft, _faults, _isTried, _isUnread, _isSaved) = (false, null, null, [], false, false, false);
        if (First.Recent() is { } first && first.Id == Id) (_stored, _draft, _isRead) = (first, first.Draft, true);
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        var shown = _stored?.Draft;
        _failed = false;
        if (Id is null)
        {
            _isRead = true;
            return;
        }

        try
        {
            _stored = (await Changes.ListAsync(CancellationToken.None)).SingleOrDefault(sensor => sensor.Id == Id);
            if (_stored is not null) First.Put(_stored);
            // What somebody has begun to change meanwhile stays.
            if (ReferenceEquals(_draft, shown)) _draft = _stored?.Draft;
            (_isGone, _isRead) = (_stored is null, true);
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            _failed = true;
        }
    }

    private void Change(SensorDraft? draft)
    {
        // A reading of other settings proves nothing of these; a new name is no new setting.
        if (draft is null || _draft is null || draft with { Name = _draft.Name, Settings = _draft.Settings } != _draft || !Same(draft.Settings, _draft.Settings)) _isTried = false;
        (_draft, _isUnread, _isSaved, _trouble) = (draft, false, false, null);
    }

    private static bool Same(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Count == other.Count && one.All(set => other.GetValueOrDefault(set.Key) == set.Value);

    private void Try(bool reading)
    {
        _isTried |= reading;
        if (_isTried) _isUnread = false;
    }

    /// <summary>What is read already, or only got another name, needs no reading.</summary>
    private bool NeedsReading => IsDriven && !_isTried && !(_stored is not null && _draft!.PeriodSeconds == _stored.Draft.PeriodSeconds && Same(_draft.Settings, _stored.Draft.Settings));

    private async Task SaveAsync()
    {
        if (_busy || _draft is null) return;
        (_busy, _trouble, _isSaved) = (true, null, false);
        try
        {
            _faults = [.. Changes.Check(_draft, SecretsSet)];
            if (_faults.Count > 0)
            {
                _trouble = Text["Sensors_NotSaved"];
                return;
            }

            if (NeedsReading && !_isUnread)
            {
                _isUnread = true;
                return;
            }

            await StoreAsync(_draft);
        }
        catch (FieldFaultException e)
        {
            (_faults, _trouble) = (e.Faults, Text["Sensors_NotSaved"]);
        }
        catch (Exception e) when (e is ReadOnlyException or SettingException || DatabaseTrouble.Is(e))
        {
            _trouble = Text["Sensors_NotDone"];
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task StoreAsync(SensorDraft draft)
    {
        if (Id is { } id)
        {
            await Changes.ChangeAsync(id, draft, CancellationToken.None);
            await ReadAsync();
            (_isSaved, _isUnread) = (true, false);
            return;
        }

        var added = await Changes.AddAsync(draft, CancellationToken.None);
        // One that is pushed has its address now, and its first sample is awaited there.
        Navigation.NavigateTo(IsDriven ? "/settings/sensors" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/settings/sensors/{added}"));
    }
}
