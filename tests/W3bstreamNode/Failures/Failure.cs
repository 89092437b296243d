using System.Text.Json;
using System.Text.Json.Serialization;

namespace PowerMeter.Tests.W3bstreamNode.Failures;

/// <summary>What the node is told to do with messages: the body of <c>/control</c>, in snake_case.</summary>
public sealed record Failure
{
    public static readonly Failure None = new();

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    public FailureMode Mode { get; init; }

    /// <summary>HTTP status instead of the mode's own, 200 to 599.</summary>
    public int? Status { get; init; }

    /// <summary>0 to 600,000 milliseconds; for <see cref="FailureMode.Delay"/>.</summary>
    public int DelayMs { get; init; } = 1000;

    /// <summary>0 to 86,400 seconds, for the header Retry-After; null for none, but for <see cref="FailureMode.RateLimit"/>, whose is 1.</summary>
    public int? RetryAfterS { get; init; }

    /// <summary>The part of the messages that fail, above 0 up to 1, evenly spread.</summary>
    public double Share { get; init; } = 1;

    /// <summary>After so many failures all is well again, 1 to 1,000,000,000; null for no end.</summary>
    public int? Count { get; init; }

    /// <summary>The message is kept all the same: only its answer is lost.</summary>
    public bool Keep { get; init; }

    /// <summary>For <see cref="FailureMode.ErrorInside"/>.</summary>
    public ErrorPlace Inside { get; init; }

    /// <summary>Tasks end as failed, and not as settled.</summary>
    public bool TasksFail { get; init; }

    /// <exception cref="FormatException">The message says what was wrong and what is allowed.</exception>
    public static Failure Parse(ReadOnlySpan<byte> json)
    {
        Failure failure;
        try
        {
            failure = JsonSerializer.Deserialize<Failure>(json, Json) ?? throw new FormatException("null is no failure; allowed: a JSON object.");
        }
        catch (JsonException e)
        {
            throw new FormatException(
                $"{e.Message} Allowed: mode ({string.Join(", ", Enum.GetValues<FailureMode>().Select(NameOf))}), status, delay_ms, retry_after_s, share, count, keep, inside (result or top) and tasks_fail.",
                e);
        }

        failure.Check();
        return failure;
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    private static string NameOf(FailureMode mode) => JsonSerializer.Serialize(mode, Json).Trim('"');

    private void Check()
    {
        Require(Status is null or (>= 200 and <= 599), "status", Status, "200 to 599");
        Require(DelayMs is >= 0 and <= 600_000, "delay_ms", DelayMs, "0 to 600000");
        Require(RetryAfterS is null or (>= 0 and <= 86_400), "retry_after_s", RetryAfterS, "0 to 86400");
        Require(Share is > 0 and <= 1, "share", Share, "above 0, up to 1");
        Require(Count is null or (>= 1 and <= 1_000_000_000), "count", Count, "1 to 1000000000");
    }

    private static void Require(bool isAllowed, string name, object? given, string allowed)
    {
        if (!isAllowed) throw new FormatException(FormattableString.Invariant($"{name} is {given}; allowed: {allowed}."));
    }
}
