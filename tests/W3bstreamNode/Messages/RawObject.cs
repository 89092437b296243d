using System.Text.Json;

namespace PowerMeter.Tests.W3bstreamNode.Messages;

/// <summary>A JSON object whose members keep the bytes with which they came: what was signed must not be written anew.</summary>
internal sealed class RawObject
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _members = [];

    /// <exception cref="BadMessageException">This is not one JSON object, or a name stands in it twice.</exception>
    public RawObject(ReadOnlyMemory<byte> json, string what)
    {
        try
        {
            Read(json, what);
        }
        catch (JsonException e)
        {
            throw new BadMessageException($"{what} is not JSON: {e.Message}", e);
        }
    }

    public IEnumerable<string> Names => _members.Keys;

    public bool Has(string name) => _members.ContainsKey(name);

    /// <summary>The member's bytes, from its first to its last, without white space around it.</summary>
    /// <exception cref="BadMessageException">There is none of this name.</exception>
    public ReadOnlyMemory<byte> Bytes(string name) =>
        _members.TryGetValue(name, out var bytes) ? bytes : throw new BadMessageException($"'{name}' is missing.");

    /// <exception cref="BadMessageException">It is missing, or no string.</exception>
    public string Text(string name)
    {
        var value = Element(name);
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new BadMessageException($"'{name}' is no string.");
    }

    /// <exception cref="BadMessageException">It is missing, or no number.</exception>
    public double Number(string name)
    {
        var value = Element(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw new BadMessageException($"'{name}' is no number.");
    }

    /// <exception cref="BadMessageException">It is missing, or no whole number of 64 bits without sign, written without a point.</exception>
    public ulong WholeNumber(string name)
    {
        var value = Element(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out var number)
            ? number
            : throw new BadMessageException($"'{name}' is no whole number.");
    }

    private JsonElement Element(string name) => JsonElement.Parse(Bytes(name).Span);

    private void Read(ReadOnlyMemory<byte> json, string what)
    {
        var reader = new Utf8JsonReader(json.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new BadMessageException($"{what} is no JSON object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (!_members.TryAdd(name, json[start..(int)reader.BytesConsumed])) throw new BadMessageException($"'{name}' stands twice in {what}.");
        }

        // Whatever follows the object is no part of it: the reader throws.
        reader.Read();
    }
}
