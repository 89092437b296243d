using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PowerMeter.Shared.W3bstream;
using PowerMeter.Web.Components.W3bstream;
using PowerMeter.Web.FirstRun;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Live;
using PowerMeter.Web.SensorSetup;
using PowerMeter.Web.Server;
using PowerMeter.Web.Tariffs;

namespace PowerMeter.Web.Components.Pages;

/// <summary>The first run in a browser. What is answered is kept as one goes, so that it can be left and resumed.</summary>
public sealed partial class InstallPage
{
    private const string SensorPart = "sensor";
    private const string TariffPart = "tariff";
    private static readonly TariffDraft NoTariff = new("");
    private const string VisitorKey = "first-run-visitor";

    private PersistingComponentStateSubscription _persisting;
    private Visitor? _visitor;
    private FirstRunSession? _session;
    private IJSObjectReference? _module;
    private IReadOnlyList<FieldFault> _faults = [];
    private IReadOnlyList<FieldFault> _sensorFaults = [];
    private IReadOnlyList<FieldFault> _tariffFaults = [];
    private W3bstreamStatus? _status;
    private DateTimeOffset? _doneAt;
    private string _name = "";
    private string _password = "";
    private string _ticket = "";
    private string? _trouble;
    private bool? _tried;
    private SensorDraft? _triedFor;
    private bool _busy;
    private bool _isUnreachable;
    private bool _hadSensor;
    private bool _stepChanged;
    private bool _isBlamed;
    private bool _isTroubleNew;
    private string? _guessedZone;
    private Task _acting = Task.CompletedTask;

    [Inject]
    private PersistentComponentState State { get; set; } = default!;

    [Inject]
    private IHttpContextAccessor Http { get; set; } = default!;

    [Inject]
    private FirstRunTable Table { get; set; } = default!;

    [Inject]
    private FirstRunChecks Checks { get; set; } = default!;

    [Inject]
    private FirstRunWriter Writer { get; set; } = default!;

    [Inject]
    private Installation Installed { get; set; } = default!;

    [Inject]
    private SignInTickets Tickets { get; set; } = default!;

    [Inject]
    private W3bstreamStatusReader W3bstream { get; set; } = default!;

    [Inject]
    private ReadOnlyMode ReadOnly { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IJSRuntime JavaScript { get; set; } = default!;

    /// <summary>The page is drawn, and its connection is not there yet: a button would do nothing.</summary>
    private bool IsDead => !RendererInfo.IsInteractive;

    /// <summary>Nothing can be pressed: the page is not alive yet, or does what was asked of it before. One may go on typing.</summary>
    private bool IsHeld => IsDead || _busy;

    private string? BusySign => _busy ? "true" : null;

    private bool IsPasswordSet => _session!.Draft.PasswordHash.Length > 0 && _name == _session.Draft.AccountName;

    private string OtherText => _session?.Other is { } other
        ? Text["FirstRun_OtherText", AgeOf(other.UpdatedAt)]
        : Text["FirstRun_OtherGone"];

    private string WhoWon => (_doneAt, Installed.DoneFrom) switch
    {
        ({ } at, { Length: > 0 } from) => Text["FirstRun_WonFrom", AgeOf(at), from],
        ({ } at, _) => Text["FirstRun_Won", AgeOf(at)],
        _ => Text["FirstRun_WonSometime"],
    };

    protected override async Task OnInitializedAsync()
    {
        if (State.TryTakeFromJson<Visitor>(VisitorKey, out var known) && known is not null) _visitor = known;
        else if (Http.HttpContext is { } http && !RendererInfo.IsInteractive) _visitor = Visitor.Of(http);
        _persisting = State.RegisterOnPersisting(() =>
        {
            State.PersistAsJson(VisitorKey, _visitor);
            return Task.CompletedTask;
        }, Microsoft.AspNetCore.Components.Web.RenderMode.InteractiveServer);
        if (_visitor is null || ReadOnly.IsOn) return;
        _session = new FirstRunSession(Table, Writer, Installed, _visitor);
        await BeginAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            if (_visitor is null) await LeaveAsync();
            else await GuessZoneAsync();
        }

        if (_module is null) return;
        // A button that is disabled while it works has lost the focus: there is none to give before it is done.
        if (_busy) return;
        var (changed, blamed, troubled) = (_stepChanged, _isBlamed, _isTroubleNew);
        (_stepChanged, _isBlamed, _isTroubleNew) = (false, false, false);
        if (changed) await AskBrowserAsync(() => _module.InvokeVoidAsync("showStep", Closed).AsTask());
        if (blamed) await AskBrowserAsync(() => _module.InvokeVoidAsync("showFault", Closed).AsTask());
        if (troubled) await AskBrowserAsync(() => _module.InvokeVoidAsync("showTrouble", Closed).AsTask());
    }

    protected override void OnAlive()
    {
    }

    protected override Task OnEventAsync(FeedEvent happened) => Task.CompletedTask;

    protected override async Task OnTickAsync()
    {
        // Who could not be told whether he is too early or too late asks again.
        if (_session is null && _isUnreachable) await LeaveAsync();
        if (_session is not { } session || _busy) return;
        var phase = session.Phase;
        if (session.Phase == FirstRunPhase.Loading) await BeginAsync();
        else if (session.Phase == FirstRunPhase.Done) await ReadStatusAsync(session.Draft.Has(FirstRunStep.W3bstream));
        else await TryAsync(async () =>
        {
            await session.SaveAsync(Closed);
            await session.LookAsync(Closed);
        });
        // Who waits for another browser is told how long ago that one was there.
        if (phase == session.Phase && phase is not (FirstRunPhase.Elsewhere or FirstRunPhase.TooLate)) return;
        if (phase != session.Phase) await NoteWinnerAsync();
        StateHasChanged();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _persisting.Dispose();
            _session?.Dispose();
        }

        base.Dispose(disposing);
    }

    // Who came by a way without a request has no key yet. After the first run the answer of that request is that there is no such
    // page; it stands at this address all the same, and a connection finds this page there.
    private async Task LeaveAsync()
    {
        try
        {
            if (await Installed.IsDoneAsync(Closed)) Navigation.NotFound();
            else Navigation.NavigateTo(FirstRunGate.Path, forceLoad: true);
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            _isUnreachable = true;
            StateHasChanged();
        }
    }

    private string AgeOf(DateTimeOffset at) => Ages.Length(Text, (int)Math.Max(0, (Time.GetUtcNow() - at).TotalSeconds));
}
