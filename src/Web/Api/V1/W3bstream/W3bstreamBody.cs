using System.Text.Json;
using PowerMeter.Shared.Rewards;
using PowerMeter.Web.Api.V1.Tariffs;
using PowerMeter.Web.W3bstream;
using static PowerMeter.Web.W3bstream.W3bstreamFields;

namespace PowerMeter.Web.Api.V1.W3bstream;

/// <summary>Reads the body of PUT /w3bstream/settings: what each field is. What it may be is for <see cref="W3bstreamRules"/> to say.</summary>
internal static class W3bstreamBody
{
    /// <exception cref="ParameterException">A field is not known, or of the wrong kind.</exception>
    public static W3bstreamChange Parse(JsonElement body)
    {
        var fields = new JsonFields(body, "", [.. All]);
        return new W3bstreamChange
        {
            PublishUrl = Text(fields, PublishUrl, mayBeNull: true)?.Trim(),
            Token = Text(fields, Token, mayBeNull: true),
            Profile = Text(fields, Profile),
            SignatureEncoding = Text(fields, SignatureEncoding),
            PublicKeyForm = Text(fields, PublicKeyForm),
            TimestampUnit = Text(fields, TimestampUnit),
            WindowSeconds = Number(fields, WindowSeconds),
            Sensors = List(fields, Sensors, element => element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var id) ? id : (int?)null),
            SkipZero = fields.Truth(SkipZero),
            MaxAgeSeconds = Number(fields, MaxAgeSeconds),
            ProjectId = Text(fields, ProjectId, mayBeNull: true)?.Trim(),
            ProjectVersion = Text(fields, ProjectVersion, mayBeNull: true)?.Trim(),
            SignedKeys = Keys(fields),
            RewardSteps = Steps(fields),
        };
    }

    private static string? Text(JsonFields fields, string name, bool mayBeNull = false)
    {
        if (fields.Find(name) is not { } element) return null;
        if (mayBeNull && element.ValueKind == JsonValueKind.Null) return "";
        return StringOf(element) ?? throw Wrong(fields, name);
    }

    private static int? Number(JsonFields fields, string name)
    {
        if (fields.Find(name) is not { } element) return null;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) ? number : throw Wrong(fields, name);
    }

    private static List<T>? List<T>(JsonFields fields, string name, Func<JsonElement, T?> read)
        where T : struct
    {
        if (fields.Find(name) is not { } element) return null;
        if (element.ValueKind != JsonValueKind.Array) throw Wrong(fields, name);
        return [.. element.EnumerateArray().Select(item => read(item) ?? throw Wrong(fields, name))];
    }

    private static List<string>? Keys(JsonFields fields)
    {
        if (fields.Find(SignedKeys) is not { } element) return null;
        if (element.ValueKind != JsonValueKind.Array) throw Wrong(fields, SignedKeys);
        return [.. element.EnumerateArray().Select(item => StringOf(item) ?? throw Wrong(fields, SignedKeys))];
    }

    private static List<RewardStep>? Steps(JsonFields fields)
    {
        if (fields.Find(RewardSteps) is not { } element) return null;
        if (element.ValueKind != JsonValueKind.Array) throw Wrong(fields, RewardSteps);
        return [.. element.EnumerateArray().Select((item, i) =>
        {
            var step = new JsonFields(item, $"{RewardSteps}[{i}]", "below_w", "tokens_per_hour");
            return new RewardStep(Decimal(step, "below_w"), Decimal(step, "tokens_per_hour"));
        })];
    }

    private static double Decimal(JsonFields step, string name) =>
        step.Find(name) is { ValueKind: JsonValueKind.Number } element && element.TryGetDouble(out var number) ? number : throw step.Wrong(name, AllowedOf(RewardSteps));

    // What was given of a token is not repeated, whatever it was.
    private static ParameterException Wrong(JsonFields fields, string name) =>
        name == Token ? new ParameterException(Fault(name, null).Message) : fields.Wrong(name, AllowedOf(name));

    private static string? StringOf(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair
        }
    }
}
