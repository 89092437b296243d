using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Resources;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Components.Settings;

/// <summary>A part of the settings: it knows who looks at it, reads what it shows, and says what came of what was pressed.</summary>
public abstract class SettingsComponent : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private bool _isTryingAgain;

    protected SettingsComponent() => Closed = _closed.Token;

    /// <summary>Cancelled when it is closed.</summary>
    protected CancellationToken Closed { get; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    protected ReadOnlyMode ReadOnly { get; private set; } = default!;

    [Inject]
    protected TimeProvider Time { get; private set; } = default!;

    [Inject]
    protected SiteCache Sites { get; private set; } = default!;

    [Inject]
    private IStringLocalizer<Texts> Texts { get; set; } = default!;

    protected ClaimsPrincipal Who { get; private set; } = new(new ClaimsIdentity());

    /// <summary>Whether what it shows could not be read.</summary>
    protected bool HasFailed { get; private set; }

    /// <summary>What was wrong when it was last sent.</summary>
    protected IReadOnlyList<FieldFault> Faults { get; private set; } = [];

    /// <summary>Why nothing came of it, when no field is to blame.</summary>
    protected string? Trouble { get; private set; }

    /// <summary>What was done last, for a line beside the button.</summary>
    protected string? Done { get; private set; }

    protected bool IsBusy { get; private set; }

    /// <summary>Whether something can be changed: not before the page is alive.</summary>
    protected bool MayChange => RendererInfo.IsInteractive && !ReadOnly.IsOn;

    protected override async Task OnInitializedAsync()
    {
        Who = (await Authentication).User;
        await LoadAsync();
    }

    /// <summary>Reads what it shows.</summary>
    protected abstract Task ReadAsync();

    /// <summary>Reads; what could not be read is read again in a while.</summary>
    protected async Task LoadAsync()
    {
        HasFailed = !await TryReadAsync();
        if (HasFailed && RendererInfo.IsInteractive && !_isTryingAgain) _ = KeepTryingAsync();
    }

    /// <summary>Does what was pressed, and reads again what is shown. Pressed twice it is done once.</summary>
    /// <param name="doneKey">Of what is said when it is done; null says nothing.</param>
    /// <returns>Whether it was done.</returns>
    protected async Task<bool> TryAsync(Func<Task> change, string? doneKey)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (IsBusy) return false;
        (IsBusy, Faults, Trouble, Done) = (true, [], null, null);
        try
        {
            await change();
            Done = doneKey is null ? null : Texts[doneKey].Value;
            // It is done also when what there is now cannot be read at once.
            await LoadAsync();
            return true;
        }
        catch (FieldFaultException e)
        {
            Faults = e.Faults;
        }
        catch (ReadOnlyException)
        {
            Trouble = Texts["ReadOnly_Banner"];
        }
        catch (UnauthorizedAccessException)
        {
            Trouble = Texts["Accounts_NotAllowedAnyMore"];
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            Trouble = Texts["Failed_Title"];
        }
        finally
        {
            IsBusy = false;
        }

        return false;
    }

    protected void Forget() => (Faults, Trouble, Done) = ([], null, null);

    /// <summary>Says that the database did not answer to something that only looked.</summary>
    protected void SayFailed() => Trouble = Texts["Failed_Title"];

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <summary>A moment as people of the site say it: the hour today, else the day with it.</summary>
    protected string Moment(DateTimeOffset moment)
    {
        var zone = Sites.Current.Calendar.Zone;
        var (local, today) = (NodaTime.Instant.FromDateTimeOffset(moment).InZone(zone), NodaTime.Instant.FromDateTimeOffset(Time.GetUtcNow()).InZone(zone).Date);
        var culture = System.Globalization.CultureInfo.CurrentCulture;
        return local.Date == today ? local.ToString("HH:mm", culture) : $"{DayTexts.Short(local.Date, culture)}, {local.ToString("HH:mm", culture)}";
    }

    private async Task<bool> TryReadAsync()
    {
        try
        {
            await ReadAsync();
            return true;
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            return false;
        }
    }

    private async Task KeepTryingAsync()
    {
        _isTryingAgain = true;
        await Retries.KeepTryingAsync(TryAgainAsync, DispatchExceptionAsync, Time, Closed);
        _isTryingAgain = false;
    }

    private async Task<bool> TryAgainAsync()
    {
        // Something that was pressed may have read it meanwhile, and what is there now may be somebody's choice.
        if (HasFailed && !IsBusy) HasFailed = !await TryReadAsync();
        StateHasChanged();
        return HasFailed;
    }
}
