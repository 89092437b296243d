namespace PowerMeter.Benchmarks.Cards;

/// <summary>One way to set a base station up, whose writing is measured.</summary>
/// <param name="Checkpoints">The time between two checkpoints.</param>
/// <param name="Postgres">PostgreSQL's settings that differ from system/postgresql/powermeter.conf.</param>
/// <param name="Receiver">The Receiver's settings that differ from its defaults.</param>
internal sealed record CardSetting(
    string Name, TimeSpan Checkpoints, IReadOnlyDictionary<string, string> Postgres, IReadOnlyDictionary<string, string> Receiver);
