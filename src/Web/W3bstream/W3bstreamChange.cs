using PowerMeter.Shared.Rewards;

namespace PowerMeter.Web.W3bstream;

/// <summary>What is to change of the settings. What is null stays as it is. <see cref="W3bstreamRules"/> checks it.</summary>
public sealed record W3bstreamChange
{
    /// <summary>Empty to forward nothing.</summary>
    public string? PublishUrl { get; init; }

    /// <summary>As the network gave it; empty to forget it.</summary>
    public string? Token { get; init; }

    public string? Profile { get; init; }

    public string? SignatureEncoding { get; init; }

    public string? PublicKeyForm { get; init; }

    public string? TimestampUnit { get; init; }

    /// <summary>Seconds.</summary>
    public int? WindowSeconds { get; init; }

    /// <summary>Empty for the first sensor that is not paused.</summary>
    public IReadOnlyList<int>? Sensors { get; init; }

    public bool? SkipZero { get; init; }

    /// <summary>Seconds.</summary>
    public int? MaxAgeSeconds { get; init; }

    public string? ProjectId { get; init; }

    public string? ProjectVersion { get; init; }

    public IReadOnlyList<string>? SignedKeys { get; init; }

    public IReadOnlyList<RewardStep>? RewardSteps { get; init; }

    /// <summary>The names of what it changes, and never what it changes it to: for the log.</summary>
    public IEnumerable<string> Fields()
    {
        if (PublishUrl is not null) yield return W3bstreamFields.PublishUrl;
        if (Token is not null) yield return W3bstreamFields.Token;
        if (Profile is not null) yield return W3bstreamFields.Profile;
        if (SignatureEncoding is not null) yield return W3bstreamFields.SignatureEncoding;
        if (PublicKeyForm is not null) yield return W3bstreamFields.PublicKeyForm;
        if (TimestampUnit is not null) yield return W3bstreamFields.TimestampUnit;
        if (WindowSeconds is not null) yield return W3bstreamFields.WindowSeconds;
        if (Sensors is not null) yield return W3bstreamFields.Sensors;
        if (SkipZero is not null) yield return W3bstreamFields.SkipZero;
        if (MaxAgeSeconds is not null) yield return W3bstreamFields.MaxAgeSeconds;
        if (ProjectId is not null) yield return W3bstreamFields.ProjectId;
        if (ProjectVersion is not null) yield return W3bstreamFields.ProjectVersion;
        if (SignedKeys is not null) yield return W3bstreamFields.SignedKeys;
        if (RewardSteps is not null) yield return W3bstreamFields.RewardSteps;
    }

    // A record would print its token.
    public override string ToString() => string.Join(", ", Fields());
}
