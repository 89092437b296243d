using System.Text.Json.Serialization;

namespace PowerMeter.Web.Api.V1.W3bstream;

/// <summary>What is to change of W3bstream. The OpenAPI document is made of it; <see cref="W3bstreamBody"/> reads it. What is left out stays.</summary>
internal sealed record W3bstreamSettingsShape
{
    /// <summary>Where readings are sent, http or https, at most 2048 visible ASCII characters; empty or null: nowhere.</summary>
    public string? PublishUrl { get; init; }

    /// <summary>The publisher's token, 1 to 4096 printable ASCII characters; empty or null: it is forgotten.</summary>
    public string? Token { get; init; }

    /// <summary>devnet or task.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Profile { get; init; }

    /// <summary>raw or der.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SignatureEncoding { get; init; }

    /// <summary>key or address.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PublicKeyForm { get; init; }

    /// <summary>s or ms.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TimestampUnit { get; init; }

    /// <summary>The length of a reading, 1 to 300 seconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? WindowS { get; init; }

    /// <summary>Whose power is summed, at most 100 sensors; none: the first one that is not paused.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? Sensors { get; init; }

    /// <summary>Whether a reading of exactly 0 W is left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? SkipZero { get; init; }

    /// <summary>A reading that waits longer is dropped: 60 to 31536000 seconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxAgeS { get; init; }

    /// <summary>Of a task, at most 100 characters; empty or null: none.</summary>
    public string? ProjectId { get; init; }

    /// <summary>Of a task, at most 100 characters; empty or null: it is left out.</summary>
    public string? ProjectVersion { get; init; }

    /// <summary>Of timestamp and value those that the project has signed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? SignedKeys { get; init; }

    /// <summary>At most 20 rows, their thresholds ascending.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RewardStepAnswer[]? RewardSteps { get; init; }
}
