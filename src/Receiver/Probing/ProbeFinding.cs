namespace PowerMeter.Receiver.Probing;

/// <summary>One thing that a machine has.</summary>
/// <param name="Device">What it is called in settings: a device's path, or the kernel's name.</param>
/// <param name="Name">What the kernel or the device calls it.</param>
public sealed record ProbeFinding(string Device, string Name)
{
    /// <summary>Where on its bus: <c>0x40</c>.</summary>
    public string? Address { get; init; }

    /// <summary>What it is, or likely is.</summary>
    public string? Probably { get; init; }

    /// <summary>How to read it; null for what is no sensor.</summary>
    public SensorSuggestion? Add { get; init; }

    /// <summary>Why it cannot be used as it is, and what helps.</summary>
    public string? Problem { get; init; }
}
