namespace PowerMeter.Tests.W3bstreamNode.Arrivals;

/// <summary>The counts of one device, and the newest reading by which the order of the others is judged.</summary>
internal sealed class DeviceLog(Device device, int index)
{
    private long _readings;
    private long _duplicates;
    private long _twins;
    private long _outOfOrder;
    private long _late;
    private TimeSpan _mostLate = TimeSpan.MinValue;
    private DateTimeOffset _newestWindow;
    private long _newestTicket;

    public Device Device => device;

    public int Index => index;

    public DeviceCounts Counts => new(device, _readings, _duplicates, _twins, _outOfOrder, _late, _mostLate, _newestWindow);

    public void CountRepeat(Repeat repeat)
    {
        if (repeat == Repeat.SameEvent) _duplicates++;
        else _twins++;
    }

    /// <returns>Whether it came before an older one, or after a newer one.</returns>
    public bool Count(Arrival arrival, long ticket, TimeSpan lateAfter)
    {
        // A request that arrived first may be verified last: both the windows and the arrivals are compared.
        var isNewer = arrival.WindowEnd > _newestWindow;
        var outOfOrder = _readings > 0 && isNewer != ticket > _newestTicket;
        var lateness = arrival.ReceivedAt - arrival.WindowEnd;
        _readings++;
        if (outOfOrder) _outOfOrder++;
        if (lateness > lateAfter) _late++;
        if (lateness > _mostLate) _mostLate = lateness;
        if (isNewer) (_newestWindow, _newestTicket) = (arrival.WindowEnd, ticket);
        return outOfOrder;
    }
}
