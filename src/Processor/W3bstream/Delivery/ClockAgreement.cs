namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>
/// Whether the wall clock may be believed when it says that a message is too old. A clock that was set ahead by mistake must
/// not empty the outbox: it has to have gone as fast as the monotonic clock, without a step of more than
/// <see cref="Tolerance"/>, for the last <see cref="Span"/> of the process's life. Whoever sets it right meanwhile begins
/// that time anew.
/// </summary>
internal sealed class ClockAgreement(TimeProvider time)
{
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(10);

    /// <summary>A time server's corrections are smaller.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    private long _since = time.GetTimestamp();
    private DateTimeOffset _wall = time.GetUtcNow();

    /// <summary>Look often: what goes unlooked at for long is compared as one.</summary>
    /// <returns>Whether it may be believed now.</returns>
    public bool Look()
    {
        var elapsed = time.GetElapsedTime(_since);
        var wall = time.GetUtcNow();
        if ((wall - _wall - elapsed).Duration() <= Tolerance) return elapsed >= Span;
        _since = time.GetTimestamp();
        _wall = wall;
        return false;
    }
}
