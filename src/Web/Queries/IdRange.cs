namespace PowerMeter.Web.Queries;

/// <summary>
/// Samples by their ids, half-open: includes First, excludes End. Both from 0; or both up to 0 and then places counted from
/// the end in the order of time, as Python's lists do: the last sample is −1, and [−10, 0) are the last ten.
/// </summary>
public readonly record struct IdRange(long First, long End)
{
    public bool CountsFromEnd => First < 0;

    public long Width => End - First;

    public static IdRange Of(long id) => new(id, id + (id < long.MaxValue ? 1 : 0));
}
