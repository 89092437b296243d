using NodaTime;

namespace PowerMeter.Shared.Measurement;

/// <summary>
/// Microseconds since 1970-01-01T00:00:00Z: the resolution of PostgreSQL's <c>timestamptz</c>, and the integers that
/// the integral and the buckets count in.
/// </summary>
public static class UnixMicroseconds
{
    public const long PerSecond = 1_000_000;
    public const long PerMinute = 60 * PerSecond;
    public const long PerHour = 60 * PerMinute;

    /// <summary>PostgreSQL counts from 2000-01-01T00:00:00Z (src/include/datatype/timestamp.h).</summary>
    private const long PostgresEpoch = 946_684_800 * PerSecond;

    /// <summary>Truncated towards the past.</summary>
    public static long ToUnixMicroseconds(this Instant instant) => FloorDivide(instant.ToUnixTimeTicks(), 10);

    public static Instant ToInstant(long microseconds) => Instant.FromUnixTimeTicks(microseconds * 10);

    /// <summary>The wire value of a <c>timestamptz</c>, which Npgsql reads and writes as a <c>long</c>.</summary>
    public static long ToPostgres(long microseconds) => microseconds - PostgresEpoch;

    public static long FromPostgres(long microseconds) => microseconds + PostgresEpoch;

    /// <summary>The start of the bucket of this length that holds the time.</summary>
    public static long Floor(long microseconds, long length) => FloorDivide(microseconds, length) * length;

    /// <summary>The first bucket edge that is not before the time.</summary>
    public static long Ceiling(long microseconds, long length) => -FloorDivide(-microseconds, length) * length;

    private static long FloorDivide(long value, long divisor) =>
        value / divisor - (value % divisor < 0 ? 1 : 0);
}
