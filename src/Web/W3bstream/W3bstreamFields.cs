using PowerMeter.Shared.Rewards;

namespace PowerMeter.Web.W3bstream;

/// <summary>The settings by name, as the API and the command line call them, and what each may be.</summary>
public static class W3bstreamFields
{
    public const string PublishUrl = "publish_url";
    public const string Token = "token";
    public const string Profile = "profile";
    public const string SignatureEncoding = "signature_encoding";
    public const string PublicKeyForm = "public_key_form";
    public const string TimestampUnit = "timestamp_unit";
    public const string WindowSeconds = "window_s";
    public const string Sensors = "sensors";
    public const string SkipZero = "skip_zero";
    public const string MaxAgeSeconds = "max_age_s";
    public const string ProjectId = "project_id";
    public const string ProjectVersion = "project_version";
    public const string SignedKeys = "signed_keys";
    public const string RewardSteps = "reward_steps";

    /// <summary>In the order in which they are shown.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        PublishUrl, Token, Profile, SignatureEncoding, PublicKeyForm, TimestampUnit, WindowSeconds, Sensors, SkipZero, MaxAgeSeconds, ProjectId,
        ProjectVersion, SignedKeys, RewardSteps,
    ];

    private static readonly Dictionary<string, string> Allowed = new()
    {
        [PublishUrl] = $"empty, or {Shared.W3bstream.PublishAddress.Allowed}",
        [Token] = "empty to forget it, or 1 to 4096 printable ASCII characters without blanks",
        [Profile] = "devnet or task",
        [SignatureEncoding] = "raw or der",
        [PublicKeyForm] = "key or address",
        [TimestampUnit] = "s or ms",
        [WindowSeconds] = "a whole number of seconds from 1 to 300",
        [Sensors] = "at most 100 numbers of sensors that there are, each once; none for the first sensor that is not paused",
        [SkipZero] = "true or false",
        [MaxAgeSeconds] = "a whole number of seconds from 60 to 31536000",
        [ProjectId] = Shared.W3bstream.ProjectText.Allowed.ToString(),
        [ProjectVersion] = Shared.W3bstream.ProjectText.Allowed.ToString(),
        [SignedKeys] = "timestamp and value, each at most once; or none",
        [RewardSteps] = RewardTable.Allowed.ToString(),
    };

    public static string AllowedOf(string field) => Allowed[field];

    public static W3bstreamFault Fault(string field, string? given) => new(field, given, Allowed[field]);
}
