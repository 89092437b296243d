namespace PowerMeter.Web.Components.Data;

/// <summary>A month of a sensor, by day.</summary>
/// <param name="Key">What it was read for.</param>
/// <param name="First">The first day of the month.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="HasLater">Whether there is a month after it that has begun.</param>
public sealed record DaysModel(string Key, DateOnly First, IReadOnlyList<DayRow> Days, DayRow Total, string Currency, bool HasLater);
