using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream;

/// <summary>
/// A part of the work that one Processor does for the whole base station. The worker runs all of them while it
/// holds the duty, and starts them anew when the settings change.
/// </summary>
public interface IW3bstreamPart
{
    /// <summary>Runs until it is cancelled. A database that is away is its own affair: it tries again.</summary>
    Task RunAsync(W3bstreamSettings settings, CancellationToken cancel);
}
