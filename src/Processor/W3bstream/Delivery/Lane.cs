namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>See <see cref="Lanes"/>.</summary>
internal enum Lane
{
    Backlog,
    Live,
}
