using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Api.Compatible;
using PowerMeter.Web.Api.Rows;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class RowWriterTests
{
    private static Arbitrary<double> Watts { get; } = Gen.OneOf(
        Gen.Choose(-2_000_000_000, 2_000_000_000).Select(thousandths => thousandths / 1000.0),
        Gen.Choose(-2_000_000_000, 2_000_000_000).Select(tenths => tenths * 0.1),
        Gen.Choose(int.MinValue, int.MaxValue).Select(part => part * 0.4656612873077393),
        ArbMap.Default.GeneratorFor<NormalFloat>().Select(number => (double)number)).ToArbitrary();

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.001)]
    [InlineData(0.0005)]
    [InlineData(0.1 + 0.2)]
    [InlineData(12.34)]
    [InlineData(-1e9)]
    [InlineData(999_999_999_999.999)]
    [InlineData(1e15)]
    [InlineData(5e-324)]
    [InlineData(double.MaxValue)]
    [InlineData(1.0000000000000002)]
    public void A_number_is_written_as_a_json_writer_writes_it(double number) => TextOf(number).ShouldBe(JsonOf(json => json.WriteNumberValue(number)));

    [Fact]
    public void Minus_zero_keeps_its_sign() => TextOf(-0.0).ShouldBe("-0");

    [Fact]
    public void Any_number_is_written_as_a_json_writer_writes_it() =>
        Prop.ForAll(Watts, number => TextOf(number).ShouldBe(JsonOf(json => json.WriteNumberValue(number)))).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_sample_is_written_as_a_json_writer_writes_it() => Prop.ForAll(Watts, Gen.Choose(0, int.MaxValue).ToArbitrary(), (watts, part) =>
    {
        // From the year 2000 on; every second one on a whole second.
        var time = (946_684_800L + part) * UnixMicroseconds.PerSecond + (part % 2 == 0 ? 0 : part % 1_000_000);
        var sample = new StoredSample(part, time, watts, part % 3 == 0);
        RowOf(sample).ShouldBe(JsonOf(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("id", sample.Id);
            json.WriteNumber("sensor_id", 7);
            json.WriteNumber("value", sample.Watts);
            json.WriteNumber("timestamp", sample.Time / (decimal)UnixMicroseconds.PerSecond);
            json.WriteNumber("night_rate", sample.NightRate ? 1 : 0);
            json.WriteEndObject();
        }));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_longest_row_has_room() => Encoding.UTF8.GetByteCount(
        RowOf(new StoredSample(long.MinValue, 4_102_444_799_999_999, -1.2345678901234567e-300, false), int.MinValue))
        .ShouldBeLessThanOrEqualTo(new MeasureJson(1, "none").LongestRow);

    private static string RowOf(StoredSample sample, int sensorId = 7)
    {
        var text = new MeasureJson(sensorId, "none");
        var bytes = new byte[text.LongestRow];
        return Encoding.UTF8.GetString(bytes.AsSpan(0, text.Write(sample, isFirst: true, bytes)));
    }

    private static string TextOf(double number)
    {
        var bytes = new byte[32];
        var row = new RowWriter(bytes);
        row.Put(number);
        return Encoding.UTF8.GetString(bytes.AsSpan(0, row.Length));
    }

    private static string JsonOf(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) write(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
