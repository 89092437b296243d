using System.Text.Json;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>Looks into the JSON of others, which may hold text that is none: bytes that are no UTF-8, or halves of a surrogate pair.</summary>
internal static class AnswerJson
{
    /// <summary>However deep what an applet returned is: an answer that is read is small, and is read without recursion.</summary>
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = AnswerReader.MaxBytes };

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body) => JsonDocument.Parse(body, AnyDepth);

    /// <returns>The last member of that name; null when it is no object or has none.</returns>
    public static JsonElement? Find(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object) return null;
        JsonElement? found = null;
        foreach (var member in element.EnumerateObject())
            if (IsCalled(member, name)) found = member.Value;
        return found;
    }

    /// <returns>Null when it is no string, or one that is no text.</returns>
    public static string? TextOf(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsCalled(JsonProperty member, string name)
    {
        try
        {
            return member.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
