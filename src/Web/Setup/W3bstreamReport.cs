using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using PowerMeter.Web.Api.V1;
using PowerMeter.Web.Api.V1.W3bstream;
using PowerMeter.Web.W3bstream;

namespace PowerMeter.Web.Setup;

/// <summary>How W3bstream is set and how the readings get on, for the command line. Pure; no token in it.</summary>
internal static partial class W3bstreamReport
{
    /// <summary>The answers of the two calls of the API in one object.</summary>
    public static string JsonOf(W3bstreamState state, Instant now) =>
        JsonSerializer.Serialize(new Whole(W3bstreamJson.Of(state.Settings), W3bstreamJson.Of(state, now)), ReportJson.Plain.Whole);

    /// <summary>A line each: a name, padded, and what it is.</summary>
    public static IEnumerable<string> LinesOf(W3bstreamState state, Instant now)
    {
        var (status, settings) = (W3bstreamJson.Of(state, now), W3bstreamJson.Of(state.Settings));
        yield return Line("forwarding", status.Forwarding ? "on" : $"off: {status.OffBecause}");
        if (status.Fault is { } fault) yield return Line("fault", fault);
        yield return Line("public key", status.Identity.PublicKey ?? "none yet: it is made when forwarding is first switched on");
        if (status.Identity.EthereumAddress is { } ethereum) yield return Line("ethereum", ethereum);
        if (status.Identity.IotexAddress is { } iotex) yield return Line("iotex", iotex);
        yield return Line("sent", Text($"{status.Sent}"));
        yield return Line("waiting", Text($"{status.Waiting}, the oldest for {status.LagS:0} s"));
        if (state.Status.WaitingForOther > 0) yield return Line("for another profile", Text($"{state.Status.WaitingForOther}, until it is set again"));
        yield return Line("failed", Text($"{status.FailedNow} kept, {status.Failed} ever"));
        yield return Line("dropped", Text($"{status.Dropped}"));
        yield return Line("last answer", status.LastAnswer is { } answer ? Text($"{answer.Status} at {answer.At}: {answer.Text}").ReplaceLineEndings(" ") : "none yet");
        if (status.RetryAt is { } retry) yield return Line("next attempt", retry);
        yield return Line("tokens", Text($"{status.Rewards.TokensToday:0.##} today, {status.Rewards.TokensThisMonth:0.##} this month"));
        foreach (var field in W3bstreamFields.All) yield return Line(field, ValueOf(field, settings, state));
    }

    private static string ValueOf(string field, W3bstreamSettingsAnswer settings, W3bstreamState state) => field switch
    {
        W3bstreamFields.PublishUrl => settings.PublishUrl,
        W3bstreamFields.Token => settings.TokenSet ? "set" : "not set",
        W3bstreamFields.Profile => settings.Profile,
        W3bstreamFields.SignatureEncoding => settings.SignatureEncoding,
        W3bstreamFields.PublicKeyForm => settings.PublicKeyForm,
        W3bstreamFields.TimestampUnit => settings.TimestampUnit,
        W3bstreamFields.WindowSeconds => Text($"{settings.WindowS}"),
        W3bstreamFields.Sensors => settings.Sensors.Count == 0 ? "the first that is not paused" : W3bstreamRules.ListOf(settings.Sensors),
        W3bstreamFields.SkipZero => settings.SkipZero ? "true" : "false",
        W3bstreamFields.MaxAgeSeconds => Text($"{settings.MaxAgeS}"),
        W3bstreamFields.ProjectId => settings.ProjectId,
        W3bstreamFields.ProjectVersion => settings.ProjectVersion,
        W3bstreamFields.SignedKeys => string.Join(',', settings.SignedKeys),
        _ => W3bstreamText.Of(state.Settings.Rewards.Steps),
    };

    private static string Line(string name, string value) => $"{name,-20} {(value.Length == 0 ? "-" : value)}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    internal sealed record Whole(W3bstreamSettingsAnswer Settings, W3bstreamStatusAnswer Status);

    [JsonSerializable(typeof(Whole))]
    internal sealed partial class ReportJson : JsonSerializerContext
    {
        public static ReportJson Plain { get; } = new(V1Json.CreateOptions());
    }
}
