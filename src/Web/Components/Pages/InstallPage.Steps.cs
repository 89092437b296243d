using PowerMeter.Shared.Sensors;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.FirstRun;
using PowerMeter.Web.Forms;
using PowerMeter.Web.SensorSetup;

namespace PowerMeter.Web.Components.Pages;

/// <content>What the buttons do.</content>
public sealed partial class InstallPage
{
    private void Put(FirstRunDraft draft)
    {
        _session!.Put(draft);
        if (!ReferenceEquals(_triedFor, draft.Sensor)) _tried = null;
    }

    private void Tried(bool succeeded)
    {
        (_tried, _triedFor) = (succeeded, _session!.Draft.Sensor);
        _trouble = null;
    }

    // The editors take another list for another try to save, and lead to its first field.
    private void Blame(IReadOnlyList<FieldFault> faults) =>
        (_faults, _sensorFaults, _tariffFaults, _isBlamed) = (faults, FaultsOf(faults, SensorPart), FaultsOf(faults, TariffPart), faults.Count > 0);

    private static IReadOnlyList<FieldFault> FaultsOf(IReadOnlyList<FieldFault> faults, string part) =>
        [.. faults.Where(fault => fault.Field.StartsWith($"{part}.", StringComparison.Ordinal)).Select(fault => fault with { Field = fault.Field[(part.Length + 1)..] })];

    // The pages' language is a cookie's, which takes a request: what was answered is kept before it.
    private async Task ChooseLanguageAsync(string language)
    {
        // The choice stands marked already: it is not passed over while something else is done.
        await _acting;
        await ActAsync(async session =>
        {
            session.Put(session.Draft with { Language = language });
            await session.SaveAsync(Closed);
            Navigation.NavigateTo($"/language/{language}?returnUrl={FirstRunGate.Path}", forceLoad: true);
        });
    }

    private Task OpenAsync(FirstRunStep step) => ActAsync(async session =>
    {
        session.GoTo(step);
        Arrive();
        if (step == FirstRunStep.W3bstream) await ReadStatusAsync(true);
        await session.SaveAsync(Closed);
    });

    private Task NextByButtonAsync() => _session!.Step is FirstRunStep.Sensor or FirstRunStep.Tariff ? NextAsync() : Task.CompletedTask;

    private Task NextAsync() => _session!.Step switch
    {
        FirstRunStep.Account => ActAsync(AnswerAccountAsync),
        FirstRunStep.Sensor when _session.Draft.Sensor is { } sensor && IsDriven(sensor) && _tried is null => ActAsync(_ => Say("FirstRun_TryFirst")),
        FirstRunStep.Sensor when _tried == false => ActAsync(_ => Say("FirstRun_NoReading")),
        _ => ActAsync(AnswerAsync),
    };

    // What is pushed comes when there is a sensor to push to.
    private static bool IsDriven(SensorDraft sensor) => SensorKind.Find(sensor.Kind) is not { IsDriven: false };

    private Task WithoutReadingAsync() => ActAsync(AnswerAsync);

    private Task LaterAsync() => ActAsync(async session =>
    {
        session.Put(session.Draft.Put(session.Step, isLater: true));
        await GoOnAsync(session);
    });

    private async Task AnswerAsync(FirstRunSession session)
    {
        var draft = session.Draft.Put(session.Step, isLater: false);
        Blame(Checks.Check(session.Step, draft));
        if (_faults.Count > 0) return;
        session.Put(draft);
        await GoOnAsync(session);
    }

    private async Task AnswerAccountAsync(FirstRunSession session)
    {
        if (_password.Length > 0 || !IsPasswordSet)
        {
            Blame(Checks.CheckAccount(_name, _password));
            if (_faults.Count > 0) return;
            var (name, password) = (_name, _password);
            // It takes a core for a while.
            var hash = await Task.Run(() => UserChanges.HashOf(password));
            // Who went on typing meanwhile is not done yet.
            if ((_name, _password) != (name, password)) return;
            session.Put(session.Draft with { AccountName = name, PasswordHash = hash });
            _password = "";
        }

        await GoOnAsync(session);
    }

    private async Task GoOnAsync(FirstRunSession session)
    {
        session.GoTo(session.Step + 1);
        Arrive();
        if (session.Step == FirstRunStep.W3bstream) await ReadStatusAsync(true);
        await session.SaveAsync(Closed);
    }

    private void Arrive()
    {
        Blame([]);
        _stepChanged = true;
    }

    private Task Say(string key)
    {
        _trouble = Text[key];
        return Task.CompletedTask;
    }

    private Task TakeOverAsync() => ActAsync(async session =>
    {
        await session.TakeOverAsync(Closed);
        if (session.Phase == FirstRunPhase.Elsewhere && session.Other is null) await BeginAsync();
        _name = session.Draft.AccountName;
        Arrive();
    });

    private Task FinishAsync() => ActAsync(async session =>
    {
        _hadSensor = session.Draft.Has(FirstRunStep.Sensor);
        try
        {
            await session.FinishAsync(Closed);
        }
        catch (FieldFaultException e)
        {
            ShowFaults(session, e.Faults);
            return;
        }

        if (session.Phase == FirstRunPhase.Done) _ticket = Tickets.Issue(session.UserId);
        _stepChanged = true;
    });

    // What only the last step sees, such as a name that is taken, is said where it was answered.
    private void ShowFaults(FirstRunSession session, IReadOnlyList<FieldFault> faults)
    {
        session.GoTo(faults[0].Field.Split('.')[0] switch
        {
            "account" => FirstRunStep.Account,
            SensorPart => FirstRunStep.Sensor,
            TariffPart => FirstRunStep.Tariff,
            "w3bstream" => FirstRunStep.W3bstream,
            _ => FirstRunStep.Place,
        });
        Arrive();
        Blame(faults);
    }
}
