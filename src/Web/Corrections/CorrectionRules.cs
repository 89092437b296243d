using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Forms;
using static PowerMeter.Web.Corrections.CorrectionFields;

namespace PowerMeter.Web.Corrections;

/// <summary>What a correction may be, before the database is asked. Pure.</summary>
public static class CorrectionRules
{
    /// <summary>One transaction changes no more samples than this: a year at 10 s. Larger spans go in parts.</summary>
    public const long MostSamples = 3_000_000;

    /// <summary>A preview shows no more days.</summary>
    public const int MostDays = 400;

    public const int LongestReason = 500;

    /// <summary>Either way.</summary>
    public const double LargestFactor = 1000;

    /// <summary>A clock is set right by at most ten years.</summary>
    public static readonly NodaTime.Duration LargestOffset = NodaTime.Duration.FromDays(3660);

    /// <summary>How far a moved sample may lie ahead of now.</summary>
    public static readonly NodaTime.Duration Ahead = NodaTime.Duration.FromMinutes(10);

    public static IReadOnlyList<FieldFault> Check(CorrectionRequest request, NodaTime.Instant now)
    {
        ArgumentNullException.ThrowIfNull(request);
        var faults = new List<FieldFault>();
        if (request.From >= request.Until) faults.Add(new FieldFault(To, "Tables_Bad_Order"));
        if (!IsKept(request.From)) faults.Add(new FieldFault(From, "Tables_Bad_Years"));
        else if (!IsKept(request.Until - 1)) faults.Add(new FieldFault(To, "Tables_Bad_Years"));
        if (request.Reason.Length > LongestReason) faults.Add(new FieldFault(Reason, "Tables_Bad_Reason", request.Reason.Length, LongestReason));
        else if (request.Reason.Any(char.IsControl)) faults.Add(new FieldFault(Reason, "Tables_Bad_ReasonSigns"));
        if (AmountFault(request) is { } fault) faults.Add(fault);
        else if (faults.Count == 0 && request.Kind == CorrectionKind.Shift && FutureFault(request, now) is { } future) faults.Add(future);
        return faults;
    }

    private static FieldFault? AmountFault(CorrectionRequest request) => request.Kind switch
    {
        CorrectionKind.Set when !Sample.IsPower(request.Watts) => new FieldFault(Watts, "Tables_Bad_Watts", Sample.MostWatts),
        CorrectionKind.Scale when !(Math.Abs(request.Factor) <= LargestFactor) || request.Factor == 1 => new FieldFault(Factor, "Tables_Bad_Factor", LargestFactor),
        CorrectionKind.Shift when request.Offset == 0 || Math.Abs(request.Offset) > Microseconds(LargestOffset) =>
            new FieldFault(Offset, "Tables_Bad_Offset", LargestOffset.TotalDays),
        _ => null,
    };

    private static FieldFault? FutureFault(CorrectionRequest request, NodaTime.Instant now)
    {
        if (!IsKept(request.From + request.Offset)) return new FieldFault(Offset, "Tables_Bad_Years");
        return request.Until + request.Offset > (now + Ahead).ToUnixMicroseconds() ? new FieldFault(Offset, "Tables_Bad_Future") : null;
    }

    private static long Microseconds(NodaTime.Duration duration) => (long)(duration.TotalTicks / 10);

    private static bool IsKept(long time) => time >= Sample.Earliest.ToUnixMicroseconds() && time < Sample.Latest.ToUnixMicroseconds();
}
