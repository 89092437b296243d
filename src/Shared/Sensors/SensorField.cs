namespace PowerMeter.Shared.Sensors;

/// <summary>One setting of a kind of sensor.</summary>
/// <param name="Name">As in <c>sensors.settings</c>: <c>shunt_ohms</c>.</param>
public sealed record SensorField(string Name, SensorFieldType Type)
{
    /// <summary>Such as <c>Ω</c>, <c>V</c>, <c>W</c>; null for none.</summary>
    public string? Unit { get; init; }

    /// <summary>What holds when it is not set; null when the driver finds it, or when it is required.</summary>
    public string? Default { get; init; }

    public bool Required { get; init; }

    /// <summary>Smallest value allowed, in <see cref="Unit"/>; null without a fixed bound.</summary>
    public double? Min { get; init; }

    /// <summary>Largest value allowed, in <see cref="Unit"/>; null without a fixed bound.</summary>
    public double? Max { get; init; }

    /// <summary>What a right value looks like, for a form's placeholder; null when bounds say it. Of a secret it is nobody's.</summary>
    public string? Example { get; init; }

    /// <summary>Of a choice.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Few people need it: forms keep it under "more".</summary>
    public bool IsAdvanced { get; init; }
}
