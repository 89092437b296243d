using NodaTime;

namespace PowerMeter.Web.Corrections;

/// <summary>A correction as the trail has it.</summary>
/// <param name="Samples">How many samples it changed, deleted or moved.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="Currency">Of its money: ISO 4217.</param>
public sealed record CorrectionEntry(long Id, CorrectionRequest Request, long Samples, string By, Instant At, string Currency)
{
    /// <summary>Energy of the samples and of the segments beside them; null where it was not reckoned, as for samples that were deleted by their ids.</summary>
    public double? BeforeWattHours { get; init; }

    public double? AfterWattHours { get; init; }

    public decimal? BeforeCost { get; init; }

    public decimal? AfterCost { get; init; }

    /// <summary>Null while it stands.</summary>
    public Instant? UndoneAt { get; init; }

    public string? UndoneBy { get; init; }

    /// <summary>How many samples the undoing put back.</summary>
    public long? Restored { get; init; }

    /// <summary>The version of the tariffs that the samples kept aside are tagged by.</summary>
    internal long TariffVersion { get; init; }
}
