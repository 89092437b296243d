using Npgsql;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.FirstRun;

/// <summary>One browser's way through the steps: what it has answered, and whether it is still the one that answers.</summary>
public sealed class FirstRunSession(FirstRunTable table, FirstRunWriter writer, Installation installation, Visitor visitor) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private long _version;
    private bool _isChanged;
    private bool _isLeft;

    public FirstRunPhase Phase { get; private set; }

    public FirstRunDraft Draft { get; private set; } = new();

    public FirstRunStep Step { get; private set; }

    /// <summary>What the other one has answered so far, without its secrets.</summary>
    public StoredDraft? Other { get; private set; }

    /// <summary>Of the new administrator, once it is done.</summary>
    public int UserId { get; private set; }

    /// <summary>What is being kept at this moment is kept to its end.</summary>
    public void Dispose()
    {
        _isLeft = true;
        _one.Dispose();
    }

    /// <summary>Goes on where this browser was, or begins.</summary>
    /// <param name="guessed">What a new draft begins with.</param>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public Task BeginAsync(FirstRunDraft guessed, CancellationToken cancel) => AloneAsync(async () =>
    {
        if (await IsTooLateAsync(cancel)) return;
        var stored = await table.LoadAsync(visitor.Key, cancel);
        if (stored is { IsOwn: false }) LeaveTo(stored);
        else if (stored is null) (Draft, Step, _version, Phase) = (guessed, FirstRunStep.Place, 0, FirstRunPhase.Working);
        else GoOnWith(stored, stored.Version);
    }, cancel);

    /// <summary>Another answer; <see cref="SaveAsync"/> keeps it.</summary>
    public void Put(FirstRunDraft draft) => (Draft, _isChanged) = (draft, true);

    public void GoTo(FirstRunStep step)
    {
        if (MayOpen(step)) (Step, _isChanged) = (step, true);
    }

    /// <summary>Whether all steps before it are answered, or left for later.</summary>
    public bool MayOpen(FirstRunStep step) =>
        Enum.GetValues<FirstRunStep>().Where(before => before < step).All(before => Draft.Has(before) || Draft.Later.Contains(before));

    /// <summary>Keeps what has changed since it was kept last.</summary>
    /// <exception cref="NpgsqlException">The database does not answer; what has changed is kept by the next call.</exception>
    public Task SaveAsync(CancellationToken cancel) => AloneAsync(() => SaveChangesAsync(cancel), cancel);

    /// <summary>Goes on here with what the other one has answered.</summary>
    /// <inheritdoc cref="SaveAsync"/>
    public Task TakeOverAsync(CancellationToken cancel) => AloneAsync(async () =>
    {
        if (Other is not { } other || await IsTooLateAsync(cancel)) return;
        if (await table.TakeOverAsync(visitor.Key, other, cancel) is { } version) GoOnWith(other, version);
        else await LookElsewhereAsync(cancel);
    }, cancel);

    /// <summary>The last step.</summary>
    /// <exception cref="FieldFaultException">An answer is wrong; nothing was written.</exception>
    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    /// <exception cref="NpgsqlException">The database does not answer; nothing was written.</exception>
    public Task FinishAsync(CancellationToken cancel) => AloneAsync(async () =>
    {
        await SaveChangesAsync(cancel);
        if (Phase != FirstRunPhase.Working) return;
        // Also where somebody else has finished already: he is told by the look at who is the administrator.
        var outcome = await writer.FinishAsync(Draft, visitor.Address, (visitor.Key, _version), cancel);
        if (outcome.Result == FirstRunResult.Done) (UserId, Phase, Draft) = (outcome.UserId, FirstRunPhase.Done, Draft with { PasswordHash = "", Sensor = null, Token = "" });
        else await LookElsewhereAsync(cancel);
    }, cancel);

    /// <summary>Looks whether somebody else has finished.</summary>
    /// <returns>Whether that is news.</returns>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task<bool> LookAsync(CancellationToken cancel) =>
        Phase is FirstRunPhase.Working or FirstRunPhase.Elsewhere && await IsTooLateAsync(cancel);

    private async Task SaveChangesAsync(CancellationToken cancel)
    {
        if (!_isChanged || Phase != FirstRunPhase.Working) return;
        _isChanged = false;
        try
        {
            if (await table.SaveAsync(visitor.Key, Draft, Step, _version, cancel) is { } version) _version = version;
            else await LookElsewhereAsync(cancel);
        }
        catch
        {
            _isChanged = true;
            throw;
        }
    }

    private async Task LookElsewhereAsync(CancellationToken cancel)
    {
        if (await IsTooLateAsync(cancel)) return;
        LeaveTo(await table.LoadAsync(visitor.Key, cancel));
    }

    private async Task<bool> IsTooLateAsync(CancellationToken cancel)
    {
        if (!await installation.IsDoneAsync(cancel) || Phase == FirstRunPhase.Done) return false;
        (Phase, Draft) = (FirstRunPhase.TooLate, new FirstRunDraft());
        return true;
    }

    private void GoOnWith(StoredDraft stored, long version)
    {
        (Draft, _version, Phase, Other, _isChanged) = (stored.Draft, version, FirstRunPhase.Working, null, false);
        // A secret that was not this browser's to see is to be given again.
        Step = Enum.GetValues<FirstRunStep>().Where(step => step <= stored.Step && MayOpen(step)).Max();
    }

    private void LeaveTo(StoredDraft? other) => (Other, Phase) = (other, FirstRunPhase.Elsewhere);

    private async Task AloneAsync(Func<Task> action, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            await action();
        }
        finally
        {
            if (!_isLeft) _one.Release();
        }
    }
}
