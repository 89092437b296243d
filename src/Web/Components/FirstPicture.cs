namespace PowerMeter.Web.Components;

/// <summary>
/// What the first picture of a page read, kept some seconds for the live page that takes its place, so that this one begins with it
/// and nothing jumps. Only for what is the same for all who may see the page, and need not go through the browser.
/// </summary>
/// <typeparam name="T">What a page reads; each page has a type of its own.</typeparam>
public sealed class FirstPicture<T>(TimeProvider time)
    where T : class
{
    private static readonly TimeSpan Recently = TimeSpan.FromSeconds(20);

    private volatile Kept? _kept;

    public void Put(T read) => _kept = new Kept(read, time.GetUtcNow());

    /// <returns>Null when nobody has read it within the last 20 seconds.</returns>
    public T? Recent() => _kept is { } kept && time.GetUtcNow() - kept.At is { } age && age >= TimeSpan.Zero && age < Recently ? kept.Read : null;

    private sealed record Kept(T Read, DateTimeOffset At);
}
