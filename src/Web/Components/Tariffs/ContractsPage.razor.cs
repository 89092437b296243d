using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using NodaTime;
using PowerMeter.Shared.Database;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Live;
using PowerMeter.Web.Server;
using PowerMeter.Web.Tariffs;

namespace PowerMeter.Web.Components.Tariffs;

/// <summary>The contracts on a line of time, and the form in which one is added or changed. What a change does to the past is said before it is made, and shown while it is worked off.</summary>
public sealed partial class ContractsPage
{
    private TariffState? _state;
    private TariffDraft? _draft;

    /// <summary>The state that was shown when the form was opened: what its saving replaces.</summary>
    private TariffState? _based;

    private StoredContract? _changed;
    private DateOnly? _validFrom;
    private IReadOnlyList<FieldFault> _faults = [];
    private IReadOnlyList<CostComparison>? _comparisons;
    private long? _watched;
    private int? _removing;
    private string? _saved;
    private string? _trouble;
    private bool _isAdmin;
    private string _who = "";
    private bool _saving;
    private bool _failed;
    private bool _outdated;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private TariffQuery Tariffs { get; set; } = default!;

    [Inject]
    private TariffChanges Changes { get; set; } = default!;

    [Inject]
    private TariffDrafts Rules { get; set; } = default!;

    [Inject]
    private CostComparisonQuery Costs { get; set; } = default!;

    [Inject]
    private FirstPicture<TariffState> First { get; set; } = default!;

    [Inject]
    private ReadOnlyMode ReadOnly { get; set; } = default!;

    protected override bool MissesSomething => _failed;

    private bool MayChange => _isAdmin && !ReadOnly.IsOn;

    private bool IsBusy => _state?.Change is { IsFinished: false };

    private Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());

    private LocalDate Today => Now.InZone(SiteReader.ZoneOf(_state!.Zone)).Date;

    private LocalDate? ValidFrom => _validFrom is { } date ? LocalDate.FromDateOnly(date) : null;

    private FieldFault? DateFault => _faults.FirstOrDefault(fault => fault.Field == ContractList.ValidFrom);

    /// <summary>How far the change reaches back.</summary>
    private string Reach
    {
        get
        {
            var from = ValidFrom is { } date && _changed is { } changed ? LocalDate.Min(date, changed.Contract.ValidFrom) : ValidFrom;
            if (from is not { } day) return "";
            var days = Period.DaysBetween(day, Today);
            return days > 0 ? Text["Tariffs_ReachesBack", TariffTexts.Day(day), days.ToString("N0", CultureInfo.CurrentCulture)] : Text["Tariffs_ReachesAhead"];
        }
    }

    private (decimal? Now, decimal Then) StandingCharges =>
        (_state!.InForce(Now)?.Contract.StandingChargeWithVat, Rules.ToEntry(_draft!, Today).ToContract().StandingChargeWithVat);

    protected override async Task OnInitializedAsync()
    {
        var user = (await Authentication).User;
        (_isAdmin, _who) = (user.IsInRole(User.Admin), user.Identity?.Name ?? "");
        _state = First.Recent();
        await ReadAsync();
        // One that runs already is shown to its end.
        if (IsBusy) _watched = _state!.Change!.Id;
    }

    protected override void OnAlive() => _outdated = true;

    protected override Task OnEventAsync(FeedEvent happened)
    {
        _outdated |= happened is FeedEvent.TariffChanged or FeedEvent.ConfigurationChanged or FeedEvent.Resync;
        return Task.CompletedTask;
    }

    protected override async Task OnTickAsync()
    {
        if (!_outdated) return;
        _outdated = false;
        await ReadAsync();
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        try
        {
            (_state, _failed) = (await Tariffs.ReadAsync(Closed), false);
            First.Put(_state);
            if (IsBusy) _watched = _state.Change!.Id;
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            // Read again in a while, or at once when the feed says that the database is back; what is shown stays meanwhile.
            _failed = true;
        }
    }

    private string PlaceOf(StoredContract contract) => _state!.InForce(Now)?.Id == contract.Id ? "now" : contract.Contract.ValidFrom > Today ? "coming" : "past";

    /// <summary>The last day of the contract; null when none follows.</summary>
    private LocalDate? EndOf(StoredContract contract) =>
        _state!.Contracts.FirstOrDefault(next => next.Contract.ValidFrom > contract.Contract.ValidFrom)?.Contract.ValidFrom.PlusDays(-1);

    private string SureToRemove(StoredContract contract)
    {
        var before = _state!.Contracts.LastOrDefault(one => one.Contract.ValidFrom < contract.Contract.ValidFrom);
        return before is null
            ? Text["Tariffs_SureFirst", TariffTexts.Day(contract.Contract.ValidFrom)]
            : Text["Tariffs_Sure", before.Contract.ProviderName, TariffTexts.Day(contract.Contract.ValidFrom)];
    }
}
