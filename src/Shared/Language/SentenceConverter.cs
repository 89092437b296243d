using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PowerMeter.Shared.Language;

/// <summary>A sentence in a file of JSON, in the form of <see cref="Sentence.ToJson"/>. A text, as files of before have it, is one that nobody has translated.</summary>
public sealed class SentenceConverter : JsonConverter<Sentence>
{
    /// <exception cref="JsonException">This version has no such sentence.</exception>
    public override Sentence Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType == JsonTokenType.String
        ? Sentence.Verbatim(reader.GetString()!)
        : Sentence.Read(JsonNode.Parse(ref reader)?.ToJsonString()) ?? throw new JsonException("This program has no such sentence.");

    public override void Write(Utf8JsonWriter writer, Sentence value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteRawValue(value.ToJson());
    }
}
