using System.Net.Mime;
using System.Text.Json;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>/api/{sensor}/get/watts/by_time/{time1}/{time2}: the samples themselves, streamed however many there are.</summary>
internal static class MeasureList
{
    /// <summary>Bytes that wait before they go to the client.</summary>
    private const int FlushAt = 32 * 1024;

    private static readonly JsonEncodedText Data = JsonEncodedText.Encode("data");
    private static readonly JsonEncodedText Rate = JsonEncodedText.Encode("rate");
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText SensorId = JsonEncodedText.Encode("sensor_id");
    private static readonly JsonEncodedText Value = JsonEncodedText.Encode("value");
    private static readonly JsonEncodedText Timestamp = JsonEncodedText.Encode("timestamp");
    private static readonly JsonEncodedText NightRate = JsonEncodedText.Encode("night_rate");

    public static async Task GetAsync(
        int sensor, string from, string until, HttpContext http, SampleQuery samples, SiteCache site, TimeProvider time)
    {
        var span = PathSpan.Parse(from, until);
        var rate = CurrentRate.Of(site, time);
        var cancel = http.RequestAborted;
        await using var stored = samples.StreamAsync(sensor, span.From, span.Until, cancel).GetAsyncEnumerator(cancel);
        // The first row is read before anything is sent: what fails until then has a status of its own.
        var any = await stored.MoveNextAsync();
        http.Response.ContentType = MediaTypeNames.Application.Json;
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        if (any)
        {
            json.WriteStartArray(Data);
            var sent = 0L;
            do
            {
                Write(json, sensor, stored.Current);
                // What the JSON writer has passed on waits in the pipe, without a bound, until it is flushed.
                if (json.BytesCommitted + json.BytesPending - sent < FlushAt) continue;
                json.Flush();
                sent = json.BytesCommitted;
                await http.Response.BodyWriter.FlushAsync(cancel);
            }
            while (await stored.MoveNextAsync());
            json.WriteEndArray();
        }
        else
        {
            json.WriteNull(Data);
        }

        json.WriteString(Rate, rate);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, int sensor, StoredSample sample)
    {
        json.WriteStartObject();
        json.WriteNumber(Id, sample.Id);
        json.WriteNumber(SensorId, sensor);
        json.WriteNumber(Value, sample.Watts);
        var (seconds, microseconds) = Math.DivRem(sample.Time, UnixMicroseconds.PerSecond);
        if (microseconds == 0) json.WriteNumber(Timestamp, seconds);
        else json.WriteNumber(Timestamp, sample.Time / (decimal)UnixMicroseconds.PerSecond);
        json.WriteNumber(NightRate, sample.NightRate ? 1 : 0);
        json.WriteEndObject();
    }
}
