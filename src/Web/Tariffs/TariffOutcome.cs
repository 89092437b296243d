namespace PowerMeter.Web.Tariffs;

/// <summary>What became of a <see cref="TariffRequest"/>.</summary>
/// <param name="State">How all is now; for one that was refused, what stands against it.</param>
public sealed record TariffOutcome(TariffResult Result, TariffState State);
