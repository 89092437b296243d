using System.Text.Json;
using System.Text.Json.Serialization;

namespace PowerMeter.Web.Components.Dashboard;

/// <summary>
/// The last minutes of a sensor as a row of numbers: a time in unix milliseconds and its watts, then for each further point
/// the milliseconds since the one before and its watts. A page takes them to the browser and back, and what comes back
/// through a connection may not be long: with names they would be four times as much. Watts are to the hundredth, those of
/// the newest point as they are, since that is the number on the tile.
/// </summary>
internal sealed class PowerPointsConverter : JsonConverter<IReadOnlyList<PowerPoint>>
{
    private const int Decimals = 2;

    /// <exception cref="JsonException">It is no such row.</exception>
    public override IReadOnlyList<PowerPoint> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("The points are not a row of numbers.");
        var points = new List<PowerPoint>();
        var time = 0L;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            time += reader.GetInt64();
            if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray) throw new JsonException("The last point has a time and no watts.");
            points.Add(new PowerPoint(time, reader.GetDouble()));
        }

        return points;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<PowerPoint> value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartArray();
        var time = 0L;
        for (var i = 0; i < value.Count; i++)
        {
            writer.WriteNumberValue(value[i].Time - time);
            writer.WriteNumberValue(i == value.Count - 1 ? value[i].Watts : Math.Round(value[i].Watts, Decimals));
            time = value[i].Time;
        }

        writer.WriteEndArray();
    }
}
