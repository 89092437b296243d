using NodaTime;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Shared.Display;

/// <summary>What the display says. What is not known is null: never an old value for a present one, and never 0 for a fault.</summary>
public sealed record DisplayState
{
    /// <summary>In the site's zone; null while that is not known.</summary>
    public LocalDateTime? Now { get; init; }

    public required PowerState Power { get; init; }

    /// <summary>The sum of the sensors' powers; counts only when <see cref="Power"/> is live.</summary>
    public double Watts { get; init; }

    /// <summary>Since when there is no power to show, in the site's zone; null when that is not known.</summary>
    public LocalDateTime? Since { get; init; }

    /// <summary>Since midnight in the site's zone; null when no sample covers any of it.</summary>
    public double? TodayWattHours { get; init; }

    /// <summary>What that costs, without the standing charge.</summary>
    public decimal? TodayCost { get; init; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; init; } = "EUR";

    /// <summary>The expected rate at the present power; null when that is not known.</summary>
    public double? TokensPerHour { get; init; }

    public double? TokensToday { get; init; }

    /// <summary>Null when the contract has one price only, there is none, or it is not known.</summary>
    public Tariff? Tariff { get; init; }

    public LinkState Link { get; init; }

    /// <summary>Readings that wait; counts only when <see cref="Link"/> says so.</summary>
    public long Waiting { get; init; }

    /// <summary>Where the pages are to be had, such as 192.168.1.20:8080; null when the machine has no address.</summary>
    public string? Address { get; init; }
}
