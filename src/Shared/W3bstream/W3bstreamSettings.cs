using PowerMeter.Shared.Rewards;

namespace PowerMeter.Shared.W3bstream;

/// <summary>What the user sets of W3bstream: the one row of <c>w3bstream_settings</c>.</summary>
public sealed record W3bstreamSettings
{
    public static readonly W3bstreamSettings Default = new();

    /// <summary>
    /// For <see cref="W3bstreamProfile.Devnet"/> the whole URL that is posted to; for <see cref="W3bstreamProfile.Task"/> the
    /// host's, below which <c>/v1/task</c> lies. Empty when none is set.
    /// </summary>
    public string PublishUrl { get; init; } = "";

    /// <summary>The publisher's token as it is stored: protected by the key ring. Empty when none is set.</summary>
    public string ProtectedToken { get; init; } = "";

    public W3bstreamProfile Profile { get; init; }

    public SignatureEncoding SignatureEncoding { get; init; }

    public PublicKeyForm PublicKeyForm { get; init; }

    /// <summary>For <see cref="W3bstreamProfile.Devnet"/>: whether the timestamp that is signed counts milliseconds, and not seconds.</summary>
    public bool TimestampInMilliseconds { get; init; }

    /// <summary>1 to 300 seconds; windows begin at whole multiples of it since 1970.</summary>
    public int WindowSeconds { get; init; } = 5;

    /// <summary>Whose power is read: the sum of these. Empty for the first sensor that is not paused.</summary>
    public IReadOnlyList<int> Sensors { get; init; } = [];

    /// <summary>Whether a reading that is written as 0 W is left out, which the reference applet rejects as missing.</summary>
    public bool SkipZero { get; init; }

    /// <summary>A message that is older is dropped, and counted. 60 s to a year.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary>For <see cref="W3bstreamProfile.Task"/>.</summary>
    public string ProjectId { get; init; } = "";

    /// <summary>For <see cref="W3bstreamProfile.Task"/>; empty to leave it out.</summary>
    public string ProjectVersion { get; init; } = "";

    /// <summary>For <see cref="W3bstreamProfile.Task"/>: the values of the payload that the project has signed beside the message's hash.</summary>
    public IReadOnlyList<string> SignedKeys { get; init; } = [];

    public RewardTable Rewards { get; init; } = RewardTable.Default;

    /// <summary>
    /// Whether readings are made and sent: the URL is set, and what else the profile needs: a token for devnet, a project
    /// for tasks.
    /// </summary>
    public bool IsForwarding =>
        PublishUrl.Length > 0 && (Profile == W3bstreamProfile.Devnet ? ProtectedToken.Length > 0 : ProjectId.Length > 0);
}
