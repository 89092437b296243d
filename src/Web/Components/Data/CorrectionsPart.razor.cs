using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using NodaTime;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Corrections;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Live;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Components.Data;

/// <summary>Corrects a span: what to do, what it would do, then doing it; and below, what was done.</summary>
public sealed partial class CorrectionsPart
{
    private CorrectionDraft _draft = new();
    private IReadOnlyList<FieldFault> _faults = [];
    private CorrectionPreview? _preview;
    private CorrectionTrailList? _trail;
    private string? _key;
    private string? _done;
    private string? _trouble;
    private bool _busy;
    private bool _outdated;

    [Parameter, EditorRequired]
    public required DataAddress Address { get; set; }

    [Parameter, EditorRequired]
    public int SensorId { get; set; }

    [Parameter, EditorRequired]
    public bool IsAdmin { get; set; }

    [Parameter, EditorRequired]
    public string Who { get; set; } = "";

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private SampleCorrections Corrections { get; set; } = default!;

    [Inject]
    private SiteCache Sites { get; set; } = default!;

    [Inject]
    private ReadOnlyMode ReadOnly { get; set; } = default!;

    private DateTimeZone Zone => Sites.Current.Calendar.Zone;

    protected override void OnParametersSet()
    {
        // What somebody is just writing is not taken from under his hands.
        var key = (Address with { SensorId = SensorId }).ToUrl();
        if (_key == key) return;
        (_key, _preview, _done, _trouble, _faults) = (key, null, null, null, []);
        _draft = new CorrectionDraft
        {
            From = Address.From is { } from ? CorrectionDraft.TextOf(from, Zone) : "",
            To = Address.To is { } to ? CorrectionDraft.TextOf(to, Zone) : "",
            FromAgain = Address.From is { } start && Charts.ClockChange.IsAgain(Zone, start),
            ToAgain = Address.To is { } end && Charts.ClockChange.IsAgain(Zone, end),
        };
    }

    protected override bool MissesSomething => _trail is { HasFailed: true };

    protected override void OnMissed() => _outdated = true;

    protected override void OnAlive()
    {
    }

    protected override Task OnEventAsync(FeedEvent happened)
    {
        // Whoever corrects elsewhere changes samples and with them the energy.
        _outdated |= happened is FeedEvent.Resync || (happened is FeedEvent.SamplesDeleted gone && gone.SensorId == SensorId);
        return Task.CompletedTask;
    }

    protected override async Task OnTickAsync()
    {
        if (!_outdated || _trail is null) return;
        _outdated = false;
        await _trail.RefreshAsync();
    }

    private Task PreviewAsync() => TryAsync(async () =>
    {
        _done = null;
        var (request, faults) = _draft.Read(SensorId, Zone, CultureInfo.CurrentCulture, Instant.FromDateTimeOffset(Time.GetUtcNow()));
        _faults = faults;
        if (request is not null) _preview = await Corrections.PreviewAsync(request, Closed);
    });

    private Task ApplyAsync() => TryAsync(async () =>
    {
        if (_preview is not { } preview || !await MayChangeAsync()) return;
        var id = await Corrections.ApplyAsync(preview.Request, preview.Effect.Samples, Who, CancellationToken.None);
        _done = Text["Tables_Done", id, preview.Effect.Samples.ToString("N0", CultureInfo.CurrentCulture)];
        (_preview, _draft) = (null, new CorrectionDraft { Kind = preview.Request.Kind });
        if (_trail is not null) await _trail.RefreshAsync();
    });

    private async Task<bool> MayChangeAsync() => !ReadOnly.IsOn && (await Authentication).User.IsInRole(User.Admin);

    private async Task TryAsync(Func<Task> work)
    {
        if (_busy) return;
        (_busy, _trouble, _faults) = (true, null, []);
        StateHasChanged();
        try
        {
            await work();
        }
        catch (FieldFaultException e)
        {
            _faults = e.Faults;
            // What belongs to a field is corrected there.
            if (_preview is not null && _faults.All(fault => fault.Field != CorrectionFields.Preview)) _preview = null;
        }
        catch (ReadOnlyException)
        {
            _trouble = Text["Tables_ReadOnly"];
        }
        catch (UnknownOutcomeException)
        {
            // What would be done a second time is not left at hand; the list is read again as soon as the database answers.
            (_trouble, _preview, _outdated) = (Text["Tables_Unknown"], null, true);
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            (_trouble, _preview) = (Text["Tables_NothingDone"], null);
        }
        finally
        {
            _busy = false;
        }
    }

    private void BackToForm() => (_preview, _faults) = (null, []);

    private string? Said(string field) => _faults.FirstOrDefault(fault => fault.Field == field)?.Say(Text);

    private string? Invalid(string field) => _faults.Any(fault => fault.Field == field) ? "true" : null;

    private string Amount(string field) => field switch
    {
        CorrectionFields.Watts => _draft.Watts,
        CorrectionFields.Factor => _draft.Factor,
        _ => _draft.Offset,
    };

    private void SetAmount(string field, string? text)
    {
        if (field == CorrectionFields.Watts) _draft.Watts = text ?? "";
        else if (field == CorrectionFields.Factor) _draft.Factor = text ?? "";
        else _draft.Offset = text ?? "";
    }
}
