using System.Globalization;
using PowerMeter.Web.Tariffs;

namespace PowerMeter.Web.Components.Tariffs;

/// <content>The form: opened, compared, saved; and what is removed.</content>
public sealed partial class ContractsPage
{
    private void Begin()
    {
        // A new contract is mostly like the last one.
        var last = _state!.Contracts is [.., var newest] ? newest : null;
        Open(null, last is null ? new TariffDraft("") : TariffDraft.Of(last.Contract), Today.ToDateOnly());
    }

    private void BeginChange(StoredContract contract) => Open(contract, TariffDraft.Of(contract.Contract), contract.Contract.ValidFrom.ToDateOnly());

    private void Open(StoredContract? changed, TariffDraft draft, DateOnly validFrom)
    {
        (_changed, _draft, _validFrom, _based) = (changed, draft, validFrom, _state);
        (_faults, _comparisons, _removing, _saved, _trouble) = ([], null, null, null, null);
    }

    private void Leave() => (_draft, _changed, _comparisons, _trouble) = (null, null, null, null);

    private void Changed(TariffDraft draft) => (_draft, _comparisons, _saved) = (draft, null, null);

    private async Task CompareAsync()
    {
        _faults = Rules.Check(_draft!);
        if (_faults.Count > 0) return;
        await TryAsync(async () => _comparisons = await Costs.ReadAsync(Rules.ToEntry(_draft!, Today).ToContract(), Closed));
    }

    private async Task SaveAsync()
    {
        if (!MayChange || _draft is null) return;
        var dated = ContractList.CheckDate(_based!, _changed?.Id, ValidFrom);
        _faults = dated is null ? Rules.Check(_draft) : [dated, .. Rules.Check(_draft)];
        if (_faults.Count > 0)
        {
            (_trouble, _saved) = (Text["Tariffs_NotSaved"], null);
            return;
        }

        if (await AskAsync(ContractList.With(_based!, _changed?.Id, Rules.ToEntry(_draft, ValidFrom!.Value)))) Leave();
    }

    private async Task RemoveAsync(StoredContract contract)
    {
        if (!MayChange) return;
        _based = _state;
        if (await AskAsync(ContractList.Without(_based!, contract.Id))) _removing = null;
    }

    /// <returns>Whether it was taken.</returns>
    private async Task<bool> AskAsync(IReadOnlyList<ContractEntry> entries)
    {
        var taken = false;
        (_saving, _saved, _trouble) = (true, null, null);
        await TryAsync(async () =>
        {
            var version = _based!.Version;
            var outcome = await Changes.ChangeAsync(new TariffRequest(_who) { Contracts = entries, Expects = state => state.Version == version }, CancellationToken.None);
            // What stands there now is what the next attempt replaces.
            (_state, _based) = (outcome.State, outcome.State);
            taken = outcome.Result is TariffResult.Applied or TariffResult.Accepted;
            _saved = outcome.Result == TariffResult.Applied ? Text["Tariffs_Applied"].Value : null;
            _trouble = taken ? null : Text[outcome.Result == TariffResult.Busy ? "Tariffs_Busy" : "Tariffs_NotExpected"].Value;
            if (outcome.Result == TariffResult.Accepted) _watched = outcome.State.Change!.Id;
            if (outcome.Result == TariffResult.NotExpected) _changed = _state.Contracts.FirstOrDefault(one => one.Id == _changed?.Id);
        });
        _saving = false;
        return taken;
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (TariffException e)
        {
            _trouble = e.Sentence.In(CultureInfo.CurrentUICulture);
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            _trouble = Text["Failed_Title"];
        }
    }
}
