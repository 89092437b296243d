namespace PowerMeter.Shared.Tariffs;

/// <summary>The two tariffs of a day-and-night contract: peak by day, off-peak by night.</summary>
public enum Tariff
{
    Day,
    Night,
}
