using NodaTime;
using PowerMeter.Shared.Language;

namespace PowerMeter.Shared.W3bstream;

/// <summary>How the device is known and how its readings get on: for pages, API, metrics and the display.</summary>
public sealed record W3bstreamStatus
{
    /// <summary>secp256k1 or secp256r1; null, as the three after it, before the first key was made.</summary>
    public string? Curve { get; init; }

    /// <summary>Uncompressed, <c>04…</c>, 130 hexadecimal digits.</summary>
    public string? PublicKey { get; init; }

    /// <summary>With EIP-55's checksum.</summary>
    public string? EthereumAddress { get; init; }

    /// <summary><c>io1…</c></summary>
    public string? IotexAddress { get; init; }

    /// <summary>Why nothing is made or sent at present; null when all is well. English.</summary>
    public string? Fault { get; init; }

    /// <summary><see cref="Fault"/> for a page; null when this version has no such sentence.</summary>
    public Sentence? FaultSaid { get; init; }

    public Instant? FaultAt { get; init; }

    /// <summary>Readings that were acknowledged, ever.</summary>
    public long Sent { get; init; }

    /// <summary>Readings that wait now to be sent, made for the profile of the settings.</summary>
    public long Waiting { get; init; }

    /// <summary>Readings that were made for another profile, and wait until it is set again.</summary>
    public long WaitingForOther { get; init; }

    /// <summary>Readings that were refused for good and are kept, now.</summary>
    public long FailedNow { get; init; }

    /// <summary>Refusals for good, ever.</summary>
    public long Failed { get; init; }

    /// <summary>Readings that grew too old while they waited, ever.</summary>
    public long Dropped { get; init; }

    /// <summary>The end of the oldest window of <see cref="Waiting"/>; null when none does.</summary>
    public Instant? OldestWaiting { get; init; }

    /// <summary>The end of the newest window that was acknowledged.</summary>
    public Instant? LastSentWindow { get; init; }

    public Instant? LastSentAt { get; init; }

    /// <summary>HTTP status of the last answer; null when there was none, and <see cref="LastAnswer"/> says why.</summary>
    public int? LastAnswerStatus { get; init; }

    /// <summary>Its first 500 characters.</summary>
    public string? LastAnswer { get; init; }

    public Instant? LastAnswerAt { get; init; }

    /// <summary>When the next attempt is due, while the network is away.</summary>
    public Instant? RetryAt { get; init; }

    /// <summary>The network takes the readings, but no applet is there for them.</summary>
    public bool Unmatched { get; init; }

    /// <summary>The task whose state was asked for last, with <see cref="W3bstreamProfile.Task"/>.</summary>
    public string? TaskId { get; init; }

    /// <summary>packed, assigned, settled or failed.</summary>
    public string? TaskState { get; init; }
}
