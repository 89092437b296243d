using System.Text;
using System.Text.Json;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Api.Rows;
using PowerMeter.Web.Push;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class SampleRowTextTests
{
    private static readonly SampleRow[] Extremes =
    [
        new(1, Sample.Earliest.ToUnixMicroseconds(), -1e9, -99_999.99f, 125f, true),
        new(long.MaxValue, Sample.Latest.ToUnixMicroseconds() - 1, -123_456_789.01234567, null, null, false),
        new(7, 1_790_000_000_000_000, 1.7976931348623157e-300, float.Epsilon, 0.1f, false),
        new(8, 1_790_000_000_250_000, 0.1, 229.8f, null, true),
        new(9, 1_790_000_000_250_001, -0.0, null, 87f, false),
    ];

    private static string Text(IRowText<SampleRow> text, IEnumerable<SampleRow> rows)
    {
        var all = new StringBuilder(Encoding.UTF8.GetString(text.Head.Span));
        var isFirst = true;
        foreach (var row in rows)
        {
            var bytes = new byte[text.LongestRow];
            all.Append(Encoding.UTF8.GetString(bytes, 0, text.Write(row, isFirst, bytes)));
            isFirst = false;
        }

        return all.Append(Encoding.UTF8.GetString(text.Tail.Span)).ToString();
    }

    [Fact]
    public void What_is_exported_as_csv_is_pushed_back_as_it_was()
    {
        var csv = Text(new SampleCsv("text/csv"), Extremes);
        var batch = PushBody.Parse(Encoding.UTF8.GetBytes(csv), "text/csv", new PushRules(3, Sample.Earliest, Sample.Latest));
        batch.Rejected.ShouldBeEmpty();
        batch.Samples.ShouldBe(Extremes.Select(row => new Sample(3, UnixMicroseconds.ToInstant(row.Time), row.Watts) { Volts = row.Volts, Battery = row.Battery }));
    }

    [Fact]
    public void A_row_of_csv_is_short() => Text(new SampleCsv("text/csv"), Extremes[3..]).ShouldBe(
        "time,watts,volts,battery,night_rate\n2026-09-21T14:13:20.25Z,0.1,229.8,,1\n2026-09-21T14:13:20.250001Z,-0,,87,0\n");

    [Fact]
    public void Json_has_every_value_as_it_was()
    {
        var rows = JsonDocument.Parse(Text(new SamplePageJson(10), Extremes)).RootElement.GetProperty("samples").EnumerateArray().ToList();
        rows.Count.ShouldBe(Extremes.Length);
        foreach (var (json, row) in rows.Zip(Extremes))
        {
            TimeText.Parse(json.GetProperty("time").GetString()!)!.Value.ShouldBe(UnixMicroseconds.ToInstant(row.Time));
            json.GetProperty("watts").GetDouble().ShouldBe(row.Watts);
            json.GetProperty("volts").Deserialize<float?>().ShouldBe(row.Volts);
            json.GetProperty("battery").Deserialize<float?>().ShouldBe(row.Battery);
            json.GetProperty("night_rate").GetBoolean().ShouldBe(row.NightRate);
            json.GetProperty("id").GetInt64().ShouldBe(row.Id);
        }
    }

    [Fact]
    public void The_end_of_the_century_is_not_rounded_into_the_next()
    {
        var bytes = new byte[64];
        var text = new RowWriter(bytes);
        text.PutMoment(Sample.Latest.ToUnixMicroseconds() - 1);
        Encoding.UTF8.GetString(bytes, 0, text.Length).ShouldBe("2099-12-31T23:59:59.999999Z");
    }

    [Fact]
    public void A_row_that_does_not_fit_is_an_error_and_not_cut() =>
        Should.Throw<InvalidOperationException>(() => new RowWriter(new byte[3]).Put(12_345));
}
