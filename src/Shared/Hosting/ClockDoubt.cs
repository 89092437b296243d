namespace PowerMeter.Shared.Hosting;

/// <summary>What this process thinks of its machine's clock; the <see cref="Heartbeat"/> tells it.</summary>
public sealed class ClockDoubt
{
    private volatile string? _sentence;

    /// <summary>Why it is not believed; null when it is.</summary>
    public string? Sentence
    {
        get => _sentence;
        set => _sentence = value;
    }
}
