using NodaTime;

namespace PowerMeter.Web.Import;

/// <summary>How an import is to be done.</summary>
public sealed record ImportOptions
{
    public static readonly Duration ShortestInterval = Duration.FromSeconds(1);
    public static readonly Duration LongestInterval = Duration.FromDays(366);

    /// <summary>Null: found from the first lines.</summary>
    public ImportFormat? Format { get; init; }

    /// <summary>Null: as the source's header says, else watts.</summary>
    public ImportValue? Value { get; init; }

    /// <summary>The one sensor of a source that has several (CitizenWatt); null: it has one only.</summary>
    public int? SourceSensor { get; init; }

    /// <summary>The one statistic of a file that has several (Home Assistant); null: it has one only.</summary>
    public string? Statistic { get; init; }

    /// <summary>The zone of times that bring no offset; null: the site's.</summary>
    public DateTimeZone? Zone { get; init; }

    /// <summary>What one row of mean power stands for: 1 s to 366 d. Default: 1 h.</summary>
    public Duration Interval { get; init; } = Duration.FromHours(1);

    /// <summary>The longest time between two readings of a counter whose energy is spread over it: 1 s to 366 d. Default: 1 d.</summary>
    public Duration Bridge { get; init; } = Duration.FromDays(1);

    /// <summary>The source's night_rate holds, not our contracts'.</summary>
    public bool KeepTariff { get; init; }

    /// <summary>A sample that is there already with another value is overwritten; else it is left alone.</summary>
    public bool Replace { get; init; }

    /// <summary>Rows that cannot be taken are left out; else one of them refuses the load.</summary>
    public bool SkipRejects { get; init; }
}
