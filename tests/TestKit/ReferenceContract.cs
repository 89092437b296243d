namespace PowerMeter.Tests.TestKit;

/// <summary>A contract as a test writes it into the database.</summary>
/// <param name="OffPeak">Such as <c>mon-fri 22:00-06:00; sat,sun 00:00-24:00</c>.</param>
/// <param name="VatPercent">What comes on top of the prices; null for prices that include it.</param>
public sealed record ReferenceContract(DateOnly ValidFrom, decimal DayPrice, decimal NightPrice, string OffPeak, decimal? VatPercent = null);
