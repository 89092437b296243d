namespace PowerMeter.Web.Backup;

/// <summary>One backup or restore at a time in this process: each reads the whole database.</summary>
public sealed class BackupTurn : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Waits for its turn.</summary>
    /// <returns>Dispose of it when it is done.</returns>
    public async Task<IDisposable> TakeAsync(CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        return new Turn(_gate);
    }

    /// <returns>Null: another one is under way.</returns>
    public IDisposable? TryTake() => _gate.Wait(0) ? new Turn(_gate) : null;

    public void Dispose() => _gate.Dispose();

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        private bool _isOver;

        public void Dispose()
        {
            if (_isOver) return;
            _isOver = true;
            gate.Release();
        }
    }
}
