namespace PowerMeter.Web.About;

/// <summary>A process of the base station.</summary>
/// <param name="Name">receiver, processor or web.</param>
/// <param name="Host">The machine that it runs on.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Silence">Since its last sign of life, which it gives each second.</param>
public sealed record RunningProcess(string Name, string Host, string Version, DateTimeOffset StartedAt, TimeSpan Silence)
{
    /// <summary>As the health has it.</summary>
    public bool Lives => Silence <= TimeSpan.FromSeconds(10);
}
