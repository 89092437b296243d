using System.Text.Json;
using System.Text.Json.Serialization;

namespace PowerMeter.Shared.Language;

/// <summary>A sentence within other JSON, as <see cref="Sentence.ToJson"/> writes it; one that this version does not know is null.</summary>
public sealed class SentenceConverter : JsonConverter<Sentence>
{
    public override Sentence? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        return Sentence.Read(json.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, Sentence value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteRawValue(value.ToJson());
    }
}
