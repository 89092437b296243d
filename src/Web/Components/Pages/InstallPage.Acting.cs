using System.Globalization;
using Microsoft.JSInterop;
using NodaTime;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.FirstRun;

namespace PowerMeter.Web.Components.Pages;

/// <content>How what the buttons do is done, and what the browser is asked.</content>
public sealed partial class InstallPage
{
    /// <summary>One thing at a time; what fails is said. What was pressed shows that it works, and nothing else can be pressed meanwhile.</summary>
    private async Task ActAsync(Func<FirstRunSession, Task> act)
    {
        if (_session is not { } session || _busy) return;
        (_busy, _trouble) = (true, null);
        var done = new TaskCompletionSource();
        _acting = done.Task;
        var phase = session.Phase;
        try
        {
            await act(session);
        }
        catch (SettingException)
        {
            _trouble = Text["W3b_NoKeys"];
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            _trouble = Text["FirstRun_NotSaved"];
        }
        finally
        {
            _busy = false;
            _isTroubleNew = _trouble is not null;
            done.SetResult();
        }

        if (phase != session.Phase) await NoteWinnerAsync();
    }

    private async Task NoteWinnerAsync()
    {
        if (_session is { Phase: FirstRunPhase.TooLate }) await TryAsync(async () => _doneAt = await Installed.DoneAtAsync(Closed));
    }

    private async Task ReadStatusAsync(bool isWanted)
    {
        if (!isWanted || _status?.PublicKey is not null) return;
        var known = _status;
        await TryAsync(async () => _status = await W3bstream.ReadAsync(Closed));
        if (_status != known) StateHasChanged();
    }

    private async Task GuessZoneAsync() => await AskBrowserAsync(async () =>
    {
        _module = await JavaScript.InvokeAsync<IJSObjectReference>("import", Closed, $"/{Assets["js/first-run.js"]}");
        _guessedZone = await _module.InvokeAsync<string>("timeZone", Closed);
        if (TakeGuessedZone()) StateHasChanged();
    });

    // The browser's answer and the draft come in either order: whichever is later has this called.
    private bool TakeGuessedZone()
    {
        if (_session is not { Phase: FirstRunPhase.Working, Draft.TimeZone: "" } session
            || _guessedZone is not { } zone || DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null) return false;
        session.Put(session.Draft with { TimeZone = zone });
        // Whoever went on at once was told that it is missing.
        if (session.Step == FirstRunStep.Place) Blame([]);
        return true;
    }

    // What is not kept now is kept at the next tick.
    private static async Task TryAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
        }
    }

    private static async Task AskBrowserAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException or JSException)
        {
            // The browser has gone, or knows no better.
        }
    }

    private async Task BeginAsync()
    {
        try
        {
            await _session!.BeginAsync(new FirstRunDraft { Language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, Currency = GuessedCurrency() }, Closed);
            _isUnreachable = false;
            _name = _session.Draft.AccountName;
            TakeGuessedZone();
            await NoteWinnerAsync();
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            _isUnreachable = true;
        }
    }

    private static string GuessedCurrency() => CultureInfo.CurrentCulture.IsNeutralCulture ? "EUR" : new RegionInfo(CultureInfo.CurrentCulture.Name).ISOCurrencySymbol;
}
