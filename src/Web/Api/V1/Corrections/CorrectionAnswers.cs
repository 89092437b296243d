using System.Text.Json.Serialization;
using PowerMeter.Web.Corrections;

namespace PowerMeter.Web.Api.V1.Corrections;

/// <summary>The corrections of a sensor.</summary>
/// <param name="Corrections">Newest first, those that were undone too.</param>
/// <param name="NextBefore">For the page that follows; null on the last one.</param>
internal sealed record CorrectionsAnswer(IReadOnlyList<CorrectionAnswer> Corrections, long? NextBefore);

/// <summary>What was done to the samples of a span.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">What was done: delete, set, scale or shift.</param>
/// <param name="From">The start of the span, included, RFC 3339.</param>
/// <param name="To">The end of the span, excluded, RFC 3339.</param>
/// <param name="Watts">The power that was set, in watts; null for other kinds.</param>
/// <param name="Factor">What the powers were multiplied by; null for other kinds.</param>
/// <param name="OffsetS">What was added to the times, in seconds; null for other kinds.</param>
/// <param name="Reason">Why, in the words of whoever asked.</param>
/// <param name="Samples">How many samples it touched.</param>
/// <param name="BeforeWh">Energy of the samples and of the segments beside them before it, in watt-hours; null where it was not reckoned.</param>
/// <param name="AfterWh">The same after it.</param>
/// <param name="BeforeCost">What that energy cost, without the standing charge; null where it was not reckoned.</param>
/// <param name="AfterCost">The same after it.</param>
/// <param name="Currency">Of the costs, ISO 4217.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="At">When it was done, RFC 3339.</param>
/// <param name="UndoneAt">When it was undone, RFC 3339; null while it stands.</param>
/// <param name="UndoneBy">Who undid it.</param>
/// <param name="Restored">How many samples were put back as they were.</param>
internal sealed record CorrectionAnswer(
    long Id, string Kind, string From, string To, double? Watts, double? Factor, double? OffsetS, string Reason, long Samples,
    double? BeforeWh, double? AfterWh, decimal? BeforeCost, decimal? AfterCost, string Currency, string By, string At,
    string? UndoneAt, string? UndoneBy, long? Restored);

/// <summary>What a correction would do. Nothing is written.</summary>
/// <param name="Samples">How many samples it would touch.</param>
/// <param name="BeforeWh">Energy of the samples and of the segments beside them now, in watt-hours.</param>
/// <param name="AfterWh">The same afterwards.</param>
/// <param name="BeforeCost">What that energy costs now, without the standing charge.</param>
/// <param name="AfterCost">The same afterwards.</param>
/// <param name="Currency">Of the costs, ISO 4217.</param>
/// <param name="Days">The whole days that it touches, at most 400.</param>
internal sealed record CorrectionPreviewAnswer(
    long Samples, double BeforeWh, double AfterWh, decimal BeforeCost, decimal AfterCost, string Currency, IReadOnlyList<CorrectedDayAnswer> Days);

/// <summary>A day that a correction would touch.</summary>
/// <param name="Date">In the site's zone.</param>
/// <param name="BeforeWh">All of its energy now, in watt-hours.</param>
/// <param name="AfterWh">The same afterwards.</param>
/// <param name="BeforeCost">What it costs now, without the standing charge.</param>
/// <param name="AfterCost">The same afterwards.</param>
internal sealed record CorrectedDayAnswer(string Date, double BeforeWh, double AfterWh, decimal BeforeCost, decimal AfterCost);

/// <summary>What is to be done to the samples of a span.</summary>
/// <param name="Kind">What to do: delete, set, scale or shift.</param>
/// <param name="From">The start of the span, included, RFC 3339.</param>
/// <param name="To">The end of the span, excluded, RFC 3339.</param>
/// <param name="Watts">For set: the new power, in watts.</param>
/// <param name="Factor">For scale: −1000 to 1000, but not 1.</param>
/// <param name="OffsetS">For shift: seconds that are added to each time, not 0, at most ten years either way.</param>
/// <param name="Reason">Why; at most 500 characters.</param>
/// <param name="ExpectedSamples">As the preview told; when there are more or fewer by then, nothing is done.</param>
internal sealed record CorrectionBodyShape(
    string Kind, string From, string To, double? Watts = null, double? Factor = null, double? OffsetS = null, string? Reason = null, long? ExpectedSamples = null);

/// <summary>What was undone.</summary>
/// <param name="Restored">How many samples are as they were before the correction.</param>
internal sealed record CorrectionUndoAnswer(long Restored);

[JsonSerializable(typeof(CorrectionsAnswer))]
[JsonSerializable(typeof(CorrectionAnswer))]
[JsonSerializable(typeof(CorrectionPreviewAnswer))]
[JsonSerializable(typeof(CorrectionUndoAnswer))]
internal sealed partial class CorrectionJson : JsonSerializerContext
{
    public static CorrectionJson Plain { get; } = new(V1Json.CreateOptions());

    public static CorrectionAnswer Of(CorrectionEntry entry)
    {
        var request = entry.Request;
        return new CorrectionAnswer(
            entry.Id, CorrectionKinds.NameOf(request.Kind), MomentText.Of(request.From), MomentText.Of(request.Until),
            request.Kind == CorrectionKind.Set ? request.Watts : null, request.Kind == CorrectionKind.Scale ? request.Factor : null,
            request.Kind == CorrectionKind.Shift ? request.Offset / 1e6 : null, request.Reason, entry.Samples,
            entry.BeforeWattHours, entry.AfterWattHours, entry.BeforeCost, entry.AfterCost, entry.Currency, entry.By, MomentText.Of(entry.At),
            MomentText.Of(entry.UndoneAt), entry.UndoneBy, entry.Restored);
    }

    public static CorrectionPreviewAnswer Of(CorrectionPreview preview) => new(
        preview.Effect.Samples, preview.Effect.BeforeWattHours, preview.Effect.AfterWattHours, preview.Effect.BeforeCost, preview.Effect.AfterCost, preview.Currency,
        [.. preview.Days.Select(day => new CorrectedDayAnswer(day.Date.ToString("uuuu-MM-dd", null), day.BeforeWattHours, day.AfterWattHours, day.BeforeCost, day.AfterCost))]);
}
