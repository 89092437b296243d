namespace PowerMeter.Shared.Hosting;

/// <summary>
/// What the loops of this process have in hand, each piece with the longest that it may ever take. A loop that waits for
/// something to do is well; one that has had a piece of work in hand for longer than that hangs, and so does the process.
/// </summary>
/// <remarks>
/// The limits are far above what a database that is away can cost, whose commands all end by their own timeouts: a process
/// that goes on without it must not be started anew for its sake.
/// </remarks>
public sealed class LifeSigns(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly HashSet<Work> _inHand = [];

    /// <param name="what">In words that end the sentence "for so long it has been…", such as <c>writing samples</c>.</param>
    /// <param name="longest">More than it ever takes on a slow and busy machine.</param>
    /// <returns>Dispose of it when the work is done, however it ends.</returns>
    public IDisposable Begin(string what, TimeSpan longest)
    {
        ArgumentException.ThrowIfNullOrEmpty(what);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(longest, TimeSpan.Zero);
        var work = new Work(this, what, longest, time.GetTimestamp());
        lock (_lock) _inHand.Add(work);
        return work;
    }

    /// <returns>Which work takes too long, and since when; null while all is well.</returns>
    public string? WhatHangs()
    {
        lock (_lock)
        {
            var hangs = _inHand.Where(work => time.GetElapsedTime(work.Since) > work.Longest).MinBy(work => work.Since);
            return hangs is null
                ? null
                : $"for {SettingReader.FormatDuration(TimeSpan.FromSeconds(Math.Floor(time.GetElapsedTime(hangs.Since).TotalSeconds)))} it has been {hangs.What}, which takes {SettingReader.FormatDuration(hangs.Longest)} at most";
        }
    }

    private void End(Work work)
    {
        lock (_lock) _inHand.Remove(work);
    }

    private sealed class Work(LifeSigns owner, string what, TimeSpan longest, long since) : IDisposable
    {
        public string What => what;

        public TimeSpan Longest => longest;

        public long Since => since;

        public void Dispose() => owner.End(this);
    }
}
