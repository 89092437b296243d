using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Corrections;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Components.Data;

/// <summary>What was corrected and deleted, newest first, and undoing it.</summary>
public sealed partial class CorrectionTrailList
{
    private const int PageLength = 25;

    private IReadOnlyList<CorrectionEntry>? _entries;
    private int _shownSensor;
    private int _most = PageLength;
    private bool _hasMore;
    private bool _busy;
    private long? _asked;
    private long? _faultOf;
    private string? _fault;

    [Parameter, EditorRequired]
    public int SensorId { get; set; }

    [Parameter, EditorRequired]
    public bool MayChange { get; set; }

    [Parameter, EditorRequired]
    public EventCallback Undone { get; set; }

    [Parameter, EditorRequired]
    public string Who { get; set; } = "";

    /// <summary>Whether the database did not answer.</summary>
    public bool HasFailed { get; private set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private CorrectionTrail Trail { get; set; } = default!;

    [Inject]
    private SampleCorrections Corrections { get; set; } = default!;

    [Inject]
    private FirstPicture<CorrectionsFirstPicture> First { get; set; } = default!;

    [Inject]
    private SiteCache Sites { get; set; } = default!;

    private CorrectionWords Words => new(Text, Sites.Current.Calendar.Zone, CultureInfo.CurrentCulture);

    public async Task RefreshAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shownSensor == SensorId) return;
        (_shownSensor, _most, _entries, _asked, _fault) = (SensorId, PageLength, null, null, null);
        if (First.Recent() is { } first && first.SensorId == SensorId) (_entries, _hasMore) = (first.Entries, first.HasMore);
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var (sensor, most) = (SensorId, _most);
        try
        {
            var entries = await Trail.ListAsync(sensor, null, most + 1, CancellationToken.None);
            // Another sensor, or more of them, was asked for meanwhile: that reading shows it.
            if (sensor != SensorId || most != _most) return;
            (_entries, _hasMore, HasFailed) = ([.. entries.Take(most)], entries.Count > most, false);
            if (most == PageLength) First.Put(new CorrectionsFirstPicture(sensor, _entries, _hasMore));
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            HasFailed = true;
        }
    }

    private Task MoreAsync()
    {
        _most += PageLength;
        return ReadAsync();
    }

    private void Ask(CorrectionEntry entry) => (_asked, _fault) = (entry.Id, null);

    private async Task UndoAsync(CorrectionEntry entry)
    {
        if (_busy) return;
        (_busy, _fault, _faultOf) = (true, null, entry.Id);
        StateHasChanged();
        try
        {
            if ((await Authentication).User.IsInRole(User.Admin)) await Corrections.UndoAsync(SensorId, entry.Id, Who, CancellationToken.None);
        }
        catch (FieldFaultException e)
        {
            _fault = e.Faults[0].Say(Text);
        }
        catch (ReadOnlyException)
        {
            _fault = Text["Tables_ReadOnly"];
        }
        catch (UnknownOutcomeException)
        {
            _fault = Text["Tables_Unknown"];
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            _fault = Text["Tables_NothingDone"];
        }

        (_busy, _asked) = (false, null);
        await ReadAsync();
        await Undone.InvokeAsync();
    }

    private static string IconOf(CorrectionKind kind) => kind switch
    {
        CorrectionKind.Set => "equal",
        CorrectionKind.Scale => "x",
        CorrectionKind.Shift => "clock",
        _ => "trash-2",
    };
}
