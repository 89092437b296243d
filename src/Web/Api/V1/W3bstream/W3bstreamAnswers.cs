using System.Text.Json.Serialization;
using NodaTime;
using PowerMeter.Shared.Rewards;
using PowerMeter.Shared.W3bstream;
using PowerMeter.Web.W3bstream;

namespace PowerMeter.Web.Api.V1.W3bstream;

/// <summary>How the signed readings get on.</summary>
/// <param name="Identity">How the device is known.</param>
/// <param name="Forwarding">Whether readings are made and sent.</param>
/// <param name="OffBecause">Why not; null when they are.</param>
/// <param name="Profile">devnet or task: the network that they are for.</param>
/// <param name="Sensors">Whose power is read now; none when there is none, or one that was chosen is gone.</param>
/// <param name="Sent">Readings that were acknowledged, ever.</param>
/// <param name="Waiting">Readings that wait for their delivery, made for the profile that is set.</param>
/// <param name="FailedNow">Readings that were refused for good and are kept.</param>
/// <param name="Failed">Refusals for good, ever.</param>
/// <param name="Dropped">Readings that grew too old while they waited, ever.</param>
/// <param name="OldestWaiting">The end of the oldest window that waits: RFC 3339 in UTC; null when none does.</param>
/// <param name="LagS">How long ago that was, in seconds; 0 when none waits.</param>
/// <param name="LastSentWindow">The end of the newest window that was acknowledged: RFC 3339 in UTC; null before the first.</param>
/// <param name="LastSentAt">When something was acknowledged last: RFC 3339 in UTC; null before the first.</param>
/// <param name="LastAnswer">What the network said last; null before it was first asked.</param>
/// <param name="RetryAt">When the next attempt is due, while the network is away: RFC 3339 in UTC; else null.</param>
/// <param name="Fault">Why nothing is made or sent at present; null when all is well.</param>
/// <param name="Unmatched">The network takes the readings, but no applet is there for them.</param>
/// <param name="Task">The task whose state was asked for last, once a minute; null without one.</param>
/// <param name="Rewards">What the readings should earn.</param>
internal sealed record W3bstreamStatusAnswer(
    W3bstreamIdentityAnswer Identity, bool Forwarding, string? OffBecause, string Profile, IReadOnlyList<int> Sensors, long Sent, long Waiting, long FailedNow,
    long Failed, long Dropped, string? OldestWaiting, double LagS, string? LastSentWindow, string? LastSentAt, W3bstreamLastAnswer? LastAnswer,
    string? RetryAt, string? Fault, bool Unmatched, W3bstreamTaskAnswer? Task, RewardsAnswer Rewards);

/// <summary>How the device is known; all null before its first key was made.</summary>
/// <param name="Curve">secp256k1 or secp256r1.</param>
/// <param name="PublicKey">Uncompressed: 04 and 128 hexadecimal digits.</param>
/// <param name="EthereumAddress">With the checksum of EIP-55.</param>
/// <param name="IotexAddress">The same address in bech32, io1 and so on.</param>
internal sealed record W3bstreamIdentityAnswer(string? Curve, string? PublicKey, string? EthereumAddress, string? IotexAddress);

/// <summary>An answer of the network.</summary>
/// <param name="Status">Of HTTP; null when there was no answer, and text says why.</param>
/// <param name="Text">Its first 500 characters.</param>
/// <param name="At">When it came: RFC 3339 in UTC.</param>
internal sealed record W3bstreamLastAnswer(int? Status, string? Text, string? At);

/// <summary>A task of the current network.</summary>
/// <param name="Id">The number that the network gave it.</param>
/// <param name="State">packed, assigned, settled or failed; null before it was asked for.</param>
internal sealed record W3bstreamTaskAnswer(string Id, string? State);

/// <summary>What the readings should earn by the table of thresholds; what the network pays is decided there.</summary>
/// <param name="MeanW">Mean power of the last 30 s, in watts; null when the sensors are silent.</param>
/// <param name="TokensPerHour">The rate at that power; null without one.</param>
/// <param name="TokensToday">Since midnight in the site's time zone.</param>
/// <param name="TokensThisMonth">Since the first of the month.</param>
/// <param name="Steps">The table.</param>
internal sealed record RewardsAnswer(double? MeanW, double? TokensPerHour, double TokensToday, double TokensThisMonth, IReadOnlyList<RewardStepAnswer> Steps);

/// <summary>A row of the table of thresholds. The rate is that of the first row below whose threshold the power lies, else 0.</summary>
/// <param name="BelowW">It holds below so many watts, above 0.</param>
/// <param name="TokensPerHour">Tokens an hour, 0 to 1000000.</param>
internal sealed record RewardStepAnswer(double BelowW, double TokensPerHour);

/// <summary>What is set of W3bstream.</summary>
/// <param name="PublishUrl">Where readings are sent; empty: nowhere.</param>
/// <param name="TokenSet">Whether there is a token. It is never told.</param>
/// <param name="Profile">devnet or task.</param>
/// <param name="SignatureEncoding">raw or der, for devnet; a task's signature is always raw.</param>
/// <param name="PublicKeyForm">What a devnet message calls the device: key or address.</param>
/// <param name="TimestampUnit">Of a devnet message: s or ms.</param>
/// <param name="WindowS">The length of a reading in seconds.</param>
/// <param name="Sensors">Whose power is summed; none: the first sensor that is not paused.</param>
/// <param name="SkipZero">Whether a reading of exactly 0 W is left out.</param>
/// <param name="MaxAgeS">A reading that waits longer, in seconds, is dropped.</param>
/// <param name="ProjectId">Of a task.</param>
/// <param name="ProjectVersion">Of a task; empty: left out.</param>
/// <param name="SignedKeys">Values of a task's payload that are signed beside its hash.</param>
/// <param name="RewardSteps">Ascending: below so many watts, so many tokens an hour.</param>
internal sealed record W3bstreamSettingsAnswer(
    string PublishUrl, bool TokenSet, string Profile, string SignatureEncoding, string PublicKeyForm, string TimestampUnit, int WindowS, IReadOnlyList<int> Sensors,
    bool SkipZero, int MaxAgeS, string ProjectId, string ProjectVersion, IReadOnlyList<string> SignedKeys, IReadOnlyList<RewardStepAnswer> RewardSteps);

/// <summary>What is sent again.</summary>
/// <param name="Retried">So many readings wait again.</param>
internal sealed record W3bstreamRetryAnswer(int Retried);

/// <summary>A page of the outbox.</summary>
/// <param name="Readings">The newest windows first.</param>
/// <param name="NextBefore">For the parameter before of the next page; null when this is the last.</param>
internal sealed record OutboxAnswer(IReadOnlyList<OutboxReadingAnswer> Readings, string? NextBefore);

/// <summary>A reading that waits, or was refused for good.</summary>
/// <param name="Stream">The sensors of the sum, such as 3 or 1+4.</param>
/// <param name="WindowStart">RFC 3339 in UTC.</param>
/// <param name="WindowEnd">RFC 3339 in UTC.</param>
/// <param name="Watts">Mean power over the covered part of the window.</param>
/// <param name="CoveredS">How much of the window samples cover, in seconds.</param>
/// <param name="Profile">The network that it is for: it is sent while that is the one of the settings.</param>
/// <param name="State">waiting or failed.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="Answer">What the network said of it last; null before.</param>
/// <param name="Body">Exactly what is sent, the signature among it.</param>
internal sealed record OutboxReadingAnswer(
    string Stream, string WindowStart, string WindowEnd, double Watts, double CoveredS, string Profile, string State, int Attempts, W3bstreamLastAnswer? Answer,
    string Body);

[JsonSerializable(typeof(W3bstreamStatusAnswer))]
[JsonSerializable(typeof(W3bstreamSettingsAnswer))]
[JsonSerializable(typeof(W3bstreamRetryAnswer))]
[JsonSerializable(typeof(OutboxAnswer))]
internal sealed partial class W3bstreamJson : JsonSerializerContext
{
    public static W3bstreamJson Plain { get; } = new(V1Json.CreateOptions());

    public static W3bstreamStatusAnswer Of(W3bstreamState state, Instant now)
    {
        var (settings, status) = (state.Settings, state.Status);
        return new W3bstreamStatusAnswer(
            new W3bstreamIdentityAnswer(status.Curve, status.PublicKey, status.EthereumAddress, status.IotexAddress), settings.IsForwarding,
            W3bstreamState.MissingOf(settings) is { } missing ? $"{missing} is not set." : null, W3bstreamNames.Of(settings.Profile), state.Sensors, status.Sent, status.Waiting,
            status.FailedNow, status.Failed, status.Dropped, MomentText.Of(status.OldestWaiting), Math.Round(W3bstreamState.LagSecondsOf(status, now), 3),
            MomentText.Of(status.LastSentWindow), MomentText.Of(status.LastSentAt), AnswerOf(status.LastAnswerStatus, status.LastAnswer, status.LastAnswerAt),
            MomentText.Of(status.RetryAt), status.Fault, status.Unmatched, status.TaskId is { } task ? new W3bstreamTaskAnswer(task, status.TaskState) : null,
            new RewardsAnswer(state.Rewards.MeanWatts, state.Rewards.TokensPerHour, state.Rewards.TokensToday, state.Rewards.TokensThisMonth, StepsOf(settings.Rewards)));
    }

    public static W3bstreamSettingsAnswer Of(W3bstreamSettings settings) => new(
        settings.PublishUrl, settings.ProtectedToken.Length > 0, W3bstreamNames.Of(settings.Profile), W3bstreamNames.Of(settings.SignatureEncoding),
        W3bstreamNames.Of(settings.PublicKeyForm), settings.TimestampInMilliseconds ? "ms" : "s", settings.WindowSeconds,
        settings.Sensors, settings.SkipZero, (int)settings.MaxAge.TotalSeconds, settings.ProjectId, settings.ProjectVersion, settings.SignedKeys, StepsOf(settings.Rewards));

    public static OutboxReadingAnswer Of(OutboxReading reading) => new(
        reading.Stream, MomentText.Of(reading.WindowStart), MomentText.Of(reading.WindowEnd), reading.Watts, reading.CoveredSeconds, reading.Profile, reading.State,
        reading.Attempts, AnswerOf(reading.AnswerStatus, reading.Answer, reading.AnsweredAt), reading.Body);

    private static W3bstreamLastAnswer? AnswerOf(int? status, string? text, Instant? at) =>
        status is null && text is null && at is null ? null : new W3bstreamLastAnswer(status, text, MomentText.Of(at));

    private static IReadOnlyList<RewardStepAnswer> StepsOf(RewardTable table) => [.. table.Steps.Select(step => new RewardStepAnswer(step.BelowWatts, step.TokensPerHour))];
}
