namespace PowerMeter.Tests.W3bstreamNode.Arrivals;

/// <summary>What has come from one device, ever.</summary>
/// <param name="Readings">Each counted once, however often it came.</param>
/// <param name="MostLate">The largest <see cref="ArrivedReading.Lateness"/>.</param>
public sealed record DeviceCounts(
    Device Device, long Readings, long Duplicates, long Twins, long OutOfOrder, long Late, TimeSpan MostLate, DateTimeOffset NewestWindow);
