using NodaTime;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.V1;

/// <summary>
/// The half-open span [from, to) that a call asks for. Samples lie in 2000 to 2099, so what is before or after counts as
/// the beginning or the end of that. An empty span is no error: it holds nothing.
/// </summary>
internal readonly record struct QuerySpan(Instant? From, Instant? To)
{
    private const string FromName = "from";
    private const string ToName = "to";
    private const string Bounds = "Before 2000 it counts as 2000-01-01T00:00:00Z, after 2099 as 2100-01-01T00:00:00Z.";

    /// <summary>Both parameters, for a call that has defaults for them.</summary>
    public static QueryParameter[] Parameters(string fromDefault, string toDefault) =>
    [
        new(FromName, ParameterKind.Time, $"The start of the span, included. Default: {fromDefault}. {Bounds}", "2026-03-01T00:00:00Z"),
        new(ToName, ParameterKind.Time, $"The end of the span, excluded, not before the start. Default: {toDefault}. {Bounds}", "2026-03-02T00:00:00Z"),
    ];

    /// <summary>Both parameters, for a call that must be told.</summary>
    public static QueryParameter[] RequiredParameters() =>
    [
        new(FromName, ParameterKind.Time, $"The start of the span, included. {Bounds}", "2026-03-01T00:00:00Z") { Required = true },
        new(ToName, ParameterKind.Time, $"The end of the span, excluded, not before the start. {Bounds}", "2026-03-02T00:00:00Z") { Required = true },
    ];

    /// <exception cref="ParameterException">One is no time, or the first is after the second.</exception>
    public static QuerySpan Read(HttpRequest request)
    {
        var (from, to) = (QueryText.TimeOf(request, FromName), QueryText.TimeOf(request, ToName));
        return from > to
            ? throw new ParameterException($"{FromName} is '{QueryText.TextOf(request, FromName)}' and {ToName} is '{QueryText.TextOf(request, ToName)}'; allowed: {FromName} not after {ToName}.")
            : Of(from, to);
    }

    /// <param name="from">Null: not said.</param>
    /// <param name="to">Null: not said; not before the first.</param>
    public static QuerySpan Of(Instant? from, Instant? to) => new(Clamp(from), Clamp(to));

    /// <returns>Unix microseconds.</returns>
    /// <exception cref="ParameterException">As for <see cref="Read"/>, or one is missing.</exception>
    public static (long From, long Until) ReadRequired(HttpRequest request)
    {
        foreach (var name in (string[])[FromName, ToName])
            if (QueryText.TextOf(request, name) is null) throw new ParameterException($"{name} is missing; allowed: {TimeText.Allowed}.");
        return Read(request).OrEverything();
    }

    /// <summary>What is not said is the beginning or the end of all samples.</summary>
    /// <returns>Unix microseconds.</returns>
    public (long From, long Until) OrEverything() => ((From ?? Sample.Earliest).ToUnixMicroseconds(), (To ?? Sample.Latest).ToUnixMicroseconds());

    /// <summary>What is not said is the first sample or now.</summary>
    /// <returns>Unix microseconds; an empty span when there is no sample before its end.</returns>
    public async Task<(long From, long Until)> OrRecordedAsync(int sensorId, RecordedSpanQuery recorded, TimeProvider time, CancellationToken cancel)
    {
        var until = (To ?? time.GetCurrentInstant()).ToUnixMicroseconds();
        var from = From?.ToUnixMicroseconds() ?? (await recorded.ReadAsync(sensorId, cancel))?.First ?? until;
        return (Math.Min(from, until), until);
    }

    private static Instant? Clamp(Instant? time) => time is { } known ? Instant.Max(Sample.Earliest, Instant.Min(known, Sample.Latest)) : null;
}
