using System.Globalization;
using Microsoft.AspNetCore.Components;
using NodaTime;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Api.V1.Tariffs;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Offers;
using PowerMeter.Web.Queries;
using PowerMeter.Web.Tariffs;

namespace PowerMeter.Web.Components.Tariffs;

/// <summary>
/// A contract as a form: chosen from the list of offers or written, with what a kilowatt-hour costs at this moment by it. Each
/// change goes out as a draft, right or wrong; who saves it asks <see cref="TariffDrafts.Check"/>.
/// </summary>
public sealed partial class TariffEditor
{
    private static readonly string[] Usual = ["EUR", "CHF", "GBP", "USD"];

    private readonly HashSet<string> _touched = [];
    private IReadOnlyList<OfferChoice> _offers = [];
    private OfferChoice? _chosen;
    private TariffForm _form = default!;
    private TariffDraft? _shown;
    private IReadOnlyList<FieldFault> _faults = [];
    private IReadOnlyList<FieldFault>? _given;
    private TariffNow? _now;
    private bool _fromList;

    [Parameter, EditorRequired]
    public required TariffDraft Draft { get; set; }

    [Parameter]
    public EventCallback<TariffDraft> DraftChanged { get; set; }

    /// <summary>ISO 4217.</summary>
    [Parameter, EditorRequired]
    public required string Currency { get; set; }

    /// <summary>Set where the currency may be chosen too: in the first run.</summary>
    [Parameter]
    public EventCallback<string> CurrencyChanged { get; set; }

    /// <summary>What was wrong when it was last saved; fields as <see cref="TariffDrafts"/> names them.</summary>
    [Parameter]
    public IReadOnlyList<FieldFault> Faults { get; set; } = [];

    /// <summary>In which the off-peak hours are; null for the site's.</summary>
    [Parameter]
    public DateTimeZone? Zone { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    [Inject]
    private ProviderQuery Providers { get; set; } = default!;

    [Inject]
    private TariffDrafts Rules { get; set; } = default!;

    [Inject]
    private SiteCache Sites { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private string Symbol => Figures.Symbol(Currency);

    /// <summary>The usual ones of Europe first, then all there are.</summary>
    private IEnumerable<string> Codes => Usual.Append(Currency).Concat(Currencies.All).Distinct();

    protected override async Task OnInitializedAsync()
    {
        // It is drawn before the offers are there.
        Show(Draft);
        _fromList = Draft.Provider.Length == 0;
        await ReadOffersAsync();
    }

    private async Task ReadOffersAsync()
    {
        try
        {
            _offers = OfferChoice.Of(await Providers.ListAsync(CancellationToken.None));
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            // Own prices can be written all the same; whoever asks for the list has it read again.
            _fromList = false;
        }
    }

    private Task ShowListAsync()
    {
        _fromList = true;
        return _offers.Count == 0 ? ReadOffersAsync() : Task.CompletedTask;
    }

    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(Draft, _shown) && Draft != _shown)
        {
            // Another draft than the one that went out: it is shown from the start.
            Show(Draft);
            _touched.Clear();
        }

        if (!ReferenceEquals(Faults, _given))
        {
            _given = Faults;
            _touched.Clear();
        }

        Judge();
    }

    private void Show(TariffDraft draft) => (_form, _shown) = (TariffForm.Of(draft, CultureInfo.CurrentCulture), draft);

    private void Judge()
    {
        _faults = Rules.Check(Draft);
        _now = _faults.Any(fault => fault.Field is not (TariffDrafts.Provider or TariffDrafts.StandingCharge or TariffDrafts.Threshold)) ? null : PriceNow();
    }

    private TariffNow? PriceNow()
    {
        if (Zone is null && !TryZone(out _)) return null;
        var entry = Rules.ToEntry(Draft with { Provider = Draft.Provider.Length == 0 ? "-" : Draft.Provider }, new LocalDate(2000, 1, 1));
        return TariffNow.Of(new TariffCalendar(ZoneNow, [entry.ToContract()]), Instant.FromDateTimeOffset(Time.GetUtcNow()));
    }

    private DateTimeZone ZoneNow => Zone ?? (TryZone(out var zone) ? zone : DateTimeZone.Utc);

    private bool TryZone(out DateTimeZone zone)
    {
        try
        {
            zone = Sites.Current.Calendar.Zone;
            return true;
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            zone = DateTimeZone.Utc;
            return false;
        }
    }

    private async Task ChooseAsync(OfferChoice offer)
    {
        _chosen = offer;
        var draft = offer.Draft;
        // An offer of two prices that does not say when: what was there before may be right.
        if (draft is { OffPeakPricePerKwh: not null, OffPeak: "" }) draft = draft with { OffPeak = _form.OffPeak };
        _form = TariffForm.Of(draft, CultureInfo.CurrentCulture);
        _touched.Clear();
        await TellAsync(draft);
        // Whoever comes with another country's browser still pays in the offer's money.
        if (Currency != OfferChoice.Currency) await CurrencyChanged.InvokeAsync(OfferChoice.Currency);
    }

    /// <param name="field">Which is judged from now on; null for what cannot be wrong.</param>
    private Task SetAsync(string? field, Action set)
    {
        set();
        if (field is not null) _touched.Add(field);
        return TellAsync(_form.ToDraft());
    }

    private Task TellAsync(TariffDraft draft)
    {
        (Draft, _shown) = (draft, draft);
        Judge();
        return DraftChanged.InvokeAsync(draft);
    }

    /// <summary>What was changed since is judged as it is now; the rest as it was when it was saved.</summary>
    private string? Sentence(string field) =>
        (_touched.Contains(field) ? _faults : Faults).FirstOrDefault(fault => fault.Field == field)?.Say(Text);

    private string? Invalid(string field) => Sentence(field) is null ? null : "true";

    private string Origin(OfferChoice offer)
    {
        var day = offer.OfferedOn is { } offeredOn ? Text["Tariffs_PricesOf", TariffTexts.Day(offeredOn)].Value : Text["Tariffs_PricesOfNoDay"].Value;
        return offer.Source is { } source ? $"{day} · {source}" : day;
    }

    private string TimeOf(Instant moment)
    {
        var (local, now) = (moment.InZone(ZoneNow).LocalDateTime, Instant.FromDateTimeOffset(Time.GetUtcNow()).InZone(ZoneNow).LocalDateTime);
        var time = local.TimeOfDay.ToString("t", CultureInfo.CurrentCulture);
        return local < now.PlusDays(1) ? time : $"{local.ToString("dddd", CultureInfo.CurrentCulture)} {time}";
    }

    private static string Typed(ChangeEventArgs change) => change.Value as string ?? "";
}
