using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Import;
using Shouldly;
using Xunit;
using static PowerMeter.Tests.Unit.Web.Import.ImportText;

namespace PowerMeter.Tests.Unit.Web.Import;

/// <summary>Each source's files, small ones.</summary>
public sealed class ImportFormatTests
{
    private static long Time(string text) => OffsetDateTimePattern.Rfc3339.Parse(text).Value.ToInstant().ToUnixMicroseconds();

    private static IEnumerable<(long Line, string Reason)> Said(RejectLog rejects) => rejects.First.Select(reject => (reject.Line, reject.Reason.ToString()));

    [Theory]
    [InlineData("time,watts\n1772366400,230\n1772366408.5,-231.5\n")]
    [InlineData("watts,time\n230,1772366400\n-231.5,1772366408.5")]
    [InlineData("time;watts\r\n2026-03-01T12:00:00Z;230\r\n2026-03-01T13:00:08.500+01:00;-231,5\r\n")]
    [InlineData("time\twatts\n2026-03-01 12:00:00Z\t230\n2026-03-01T12:00:08.5Z\t-2315e-1\n")]
    [InlineData("\"Time\", \"Watts\"\n\"1772366400\", \"230\"\n\n 1772366408.5 , -231.5 \n")]
    [InlineData("\uFEFFtime,watts\r\n1772366400,230\r\n1772366408.5,-231.5\r\n")]
    [InlineData("id,time,watts\n7,1772366400,230\n8,1772366408.5,-231.5\n")]
    public async Task Our_own_file_is_read_however_it_is_written(string file)
    {
        var (rows, rejects, reader) = await RowsOfAsync(file);
        rejects.Count.ShouldBe(0);
        reader.Format.ShouldBe(ImportFormat.Own);
        rows.Select(row => (row.Time, row.Value)).ShouldBe([(Time("2026-03-01T12:00:00Z"), 230), (Time("2026-03-01T12:00:08.5Z"), -231.5)]);
    }

    [Fact]
    public async Task Our_own_file_brings_volts_battery_and_tariff()
    {
        var (rows, _, _) = await RowsOfAsync("night_rate,battery,volts,watts,time\n1,99.5,231.5,10,1772366400\nfalse,,,11,1772366401\n");
        rows.ShouldBe([new ImportRow(2, 1772366400_000000, 10, 231.5f, 99.5f, true), new ImportRow(3, 1772366401_000000, 11, null, null, false)]);
    }

    [Theory]
    [InlineData("1772366400,230,0\n1772366408,231,1\n")]
    [InlineData("timestamp,watts,night_rate\n1772366400,230,0\n1772366408,231,1\n")]
    [InlineData("17,1,230,1772366400,0\n18,1,231,1772366408,1\n")]
    [InlineData("id,sensor_id,value,timestamp,night_rate\n17,1,230,1772366400,0\n18,1,231.0,1772366408.0,1\n")]
    [InlineData("night_rate;timestamp;value\nf;1772366400;230\nt;1772366408;231\n")]
    public async Task CitizenWatts_table_is_read_with_and_without_its_header(string file)
    {
        var (rows, rejects, reader) = await RowsOfAsync(file);
        rejects.Count.ShouldBe(0);
        reader.Format.ShouldBe(ImportFormat.CitizenWatt);
        rows.Select(row => (row.Time, row.Value, row.Night)).ShouldBe([(1772366400_000000, 230, false), (1772366408_000000, 231, true)]);
    }

    [Fact]
    public async Task Of_several_sensors_one_has_to_be_chosen()
    {
        const string File = "id,sensor_id,value,timestamp,night_rate\n1,3,230,1772366400,0\n2,4,99,1772366400,0\n3,3,231,1772366408,1\n";
        var failure = await Should.ThrowAsync<ImportException>(() => RowsOfAsync(File));
        failure.Message.ShouldContain("several sensors, such as 3 and 4");
        var (rows, _, reader) = await RowsOfAsync(File, new ImportOptions { SourceSensor = 3 });
        rows.Select(row => row.Value).ShouldBe([230, 231]);
        reader.Skipped.ShouldBe(1);
    }

    [Theory]
    [InlineData("1772366400,230\n1772366410,null\n1772366420,231.5\n")]
    [InlineData("1772366400000,230\n1772366420000,231.5\n")]
    [InlineData("2026-03-01T13:00:00+01:00,230\n2026-03-01T13:00:20+01:00,231.5\n")]
    [InlineData("01/03/2026 13:00:00,230\n01/03/2026 13:00:20,231.5\n")]
    [InlineData("01/03/2026 13:00:00;230,0\n01/03/2026 13:00:20;231,5\n")]
    [InlineData("Date-time string,House power\n2026-03-01 13:00:00,230\n2026-03-01 13:00:20,231.5\n")]
    public async Task An_emoncms_feed_is_read_with_any_of_its_times(string file)
    {
        var (rows, rejects, reader) = await RowsOfAsync(file);
        rejects.First.ShouldBeEmpty();
        reader.Format.ShouldBe(ImportFormat.Emoncms);
        reader.Kind.ShouldBe(SeriesKind.Power);
        rows.Select(row => (row.Time, row.Value)).ShouldBe([(1772366400_000000, 230), (1772366420_000000, 231.5)]);
    }

    [Fact]
    public async Task The_hour_that_comes_twice_comes_twice_and_the_missing_one_is_refused()
    {
        var autumn = await RowsOfAsync("26/10/2025 01:30:00,1\n26/10/2025 02:30:00,2\n26/10/2025 02:30:00,3\n26/10/2025 03:30:00,4\n");
        autumn.Rows.Select(row => row.Time).ShouldBe([Time("2025-10-25T23:30:00Z"), Time("2025-10-26T00:30:00Z"), Time("2025-10-26T01:30:00Z"), Time("2025-10-26T02:30:00Z")]);
        var spring = await RowsOfAsync("30/03/2025 01:30:00,1\n30/03/2025 02:30:00,2\n30/03/2025 03:30:00,3\n");
        spring.Rows.Count.ShouldBe(2);
        Said(spring.Rejects).ShouldBe([(2, "time is '30/03/2025 02:30:00', which did not exist in Europe/Paris: the clocks went forward.")]);
        var elsewhere = await RowsOfAsync("30/03/2025 02:30:00,2\n", new ImportOptions { Zone = DateTimeZoneProviders.Tzdb["Asia/Kolkata"] });
        elsewhere.Rows[0].Time.ShouldBe(Time("2025-03-29T21:00:00Z"));
    }

    [Theory]
    [InlineData("statistic_id\tunit\tstart\tmin\tmax\tmean\nsensor.house\tW\t01.03.2026 13:00\t100\t900\t230.5\n", SeriesKind.MeanPower, "2026-03-01T12:00:00Z", 230.5)]
    [InlineData("statistic_id,unit,start,mean\nsensor.house,kW,2026-03-01T12:00:00+00:00,0.25\n", SeriesKind.MeanPower, "2026-03-01T12:00:00Z", 250)]
    [InlineData("statistic_id,unit,start,sum,state\nsensor.meter,kWh,2026-03-01T12:00:00Z,1.5,101.5\n", SeriesKind.Counter, "2026-03-01T13:00:00Z", 1500)]
    [InlineData("statistic_id,unit,start,state\nsensor.meter,Wh,1772366400.0,1500\n", SeriesKind.Counter, "2026-03-01T13:00:00Z", 1500)]
    [InlineData("statistic_id,unit,start,min,max,mean,sum,state\nsensor.meter,MWh,2026-03-01 12:00:00Z,,,,1.5,1\n", SeriesKind.Counter, "2026-03-01T13:00:00Z", 1_500_000)]
    [InlineData("statistic_id,unit,start,delta\nsensor.meter,kWh,2026-03-01T12:00:00Z,0.75\n", SeriesKind.MeanPower, "2026-03-01T12:00:00Z", 750)]
    public async Task Home_assistants_statistics_are_read_by_what_they_have(string file, SeriesKind kind, string time, double value)
    {
        var (rows, rejects, reader) = await RowsOfAsync(file);
        rejects.First.ShouldBeEmpty();
        reader.Format.ShouldBe(ImportFormat.HomeAssistant);
        reader.Kind.ShouldBe(kind);
        rows.Select(row => (row.Time, row.Value)).ShouldBe([(Time(time), value)]);
    }

    [Fact]
    public async Task Of_several_statistics_one_has_to_be_chosen()
    {
        const string File = "statistic_id,unit,start,mean\nsensor.a,W,1772366400,1\nsensor.b,°C,1772366400,2\n";
        (await Should.ThrowAsync<ImportException>(() => RowsOfAsync(File))).Message.ShouldContain("'sensor.a' and 'sensor.b'");
        (await RowsOfAsync(File, new ImportOptions { Statistic = "sensor.a" })).Rows.Count.ShouldBe(1);
        Said((await RowsOfAsync(File, new ImportOptions { Statistic = "sensor.b" })).Rejects).ShouldBe([(3, "unit is '°C'; allowed for mean: W, kW, MW.")]);
    }

    [Fact]
    public async Task A_statistic_is_read_by_the_column_that_it_has_whatever_the_others_have()
    {
        const string File = "statistic_id,unit,start,mean,sum\nsensor.meter,kWh,1772366400,,1.5\nsensor.power,W,1772366400,231,\nsensor.meter,kWh,1772370000,,1.75\n";
        var (power, _, means) = await RowsOfAsync(File, new ImportOptions { Statistic = "sensor.power" });
        (means.Kind, power.ShouldHaveSingleItem().Value).ShouldBe((SeriesKind.MeanPower, 231));
        var (energy, _, sums) = await RowsOfAsync(File, new ImportOptions { Statistic = "sensor.meter" });
        sums.Kind.ShouldBe(SeriesKind.Counter);
        energy.Select(row => row.Value).ShouldBe([1500, 1750]);
    }

    [Fact]
    public async Task One_that_is_not_in_the_file_is_not_passed_over()
    {
        const string Statistics = "statistic_id,unit,start,mean\nsensor.a,W,1772366400,1\nsensor.b,W,1772366400,2\n";
        (await Should.ThrowAsync<ImportException>(() => RowsOfAsync(Statistics, new ImportOptions { Statistic = "sensor.c" })))
            .Message.ShouldStartWith("The file has no statistic 'sensor.c'; allowed: sensor.a, sensor.b.");
        const string Measures = "id,sensor_id,value,timestamp,night_rate\n1,3,10,1772366400,0\n2,4,11,1772366400,0\n";
        (await Should.ThrowAsync<ImportException>(() => RowsOfAsync(Measures, new ImportOptions { SourceSensor = 5 })))
            .Message.ShouldStartWith("The file has no sensor 5; allowed: 3, 4.");
    }

    [Theory]
    [InlineData("1e400", "watts is '1e400'")]
    [InlineData("-1000000001", "watts is '-1000000001'")]
    [InlineData("NaN", "watts is 'NaN'")]
    [InlineData("Infinity", "watts is 'Infinity'")]
    [InlineData("", "watts is missing")]
    [InlineData("1\0", "watts is '1\uFFFD'")]
    [InlineData("0x10", "watts is '0x10'")]
    [InlineData("1,5", "The row has 3 values; allowed: 2")]
    [InlineData("\"1", "watts is '\"1'")]
    [InlineData("\"1,2\"", "The row has 3 values; allowed: 2")]
    [InlineData("1\u202e", "watts is '1")]
    public async Task What_is_no_power_is_refused_with_its_line(string watts, string reason)
    {
        var (rows, rejects, _) = await RowsOfAsync($"time,watts\n1772366400,1\n1772366401,{watts}\n1772366402,2\n");
        rows.Count.ShouldBe(2);
        var reject = rejects.First.ShouldHaveSingleItem();
        reject.Line.ShouldBe(3);
        reject.Reason.ToString().ShouldStartWith(reason);
    }

    [Theory]
    [InlineData("1999-12-31T23:59:59Z", "before 2000")]
    [InlineData("2026-11-21T12:00:01Z", "lies ahead")]
    [InlineData("2026-02-30T12:00:00Z", "allowed: RFC 3339")]
    [InlineData("2026-03-01T12:00:00", "allowed: RFC 3339")]
    [InlineData("1772366400\0", "allowed: RFC 3339")]
    [InlineData("99999999999999999999", "lies ahead")]
    [InlineData("1e400", "allowed: RFC 3339")]
    [InlineData("-5", "before 2000")]
    [InlineData("", "allowed: RFC 3339")]
    public async Task What_is_no_time_is_refused_with_its_line(string time, string reason)
    {
        var (rows, rejects, _) = await RowsOfAsync($"time,watts\n{time},1\n");
        rows.ShouldBeEmpty();
        rejects.First.ShouldHaveSingleItem().Reason.ToString().ShouldContain(reason);
    }

    [Fact]
    public async Task All_rejects_are_counted_and_a_hundred_listed()
    {
        var (_, rejects, reader) = await RowsOfAsync("time,watts\n" + string.Concat(Enumerable.Repeat("x,1\n", 250)));
        (rejects.Count, rejects.First.Count, rejects.First[99].Line, reader.Rows).ShouldBe((250, 100, 101, 250));
    }

    [Fact]
    public async Task A_line_without_an_end_is_no_row()
    {
        var huge = "time,watts\n1772366400,1\n" + new string('7', 70_000);
        (await Should.ThrowAsync<ImportException>(() => RowsOfAsync(huge))).Message.ShouldBe("Line 3 has more than 65536 characters: this is no CSV file.");
        (await Should.ThrowAsync<ImportException>(() => RowsOfAsync(new byte[100_000]))).Message.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("", "The file is empty")]
    [InlineData("\n\n", "The file is empty")]
    [InlineData("date,temperature,humidity\n2026-01-01,1,2\n", "The header names date, temperature, humidity")]
    [InlineData("1,2,3,4\n", "There is no header, and a row has 4 values")]
    [InlineData("hello", "The header names hello")]
    public async Task A_file_of_no_known_format_is_said_to_be_none(string file, string reason) =>
        (await Should.ThrowAsync<ImportException>(() => RowsOfAsync(file))).Message.ShouldContain(reason);

    [Fact]
    public async Task Any_bytes_are_rows_rejects_or_a_reason()
    {
        var random = new Random(7);
        string[] seeds = ["time,watts\n1772366400,1\n1772366408,2.5\n", "01/03/2026 13:00:00;230,0\n", "statistic_id,unit,start,mean\na,W,1772366400,1\n", "17,1,230,1772366400,0\n"];
        for (var i = 0; i < 3000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(seeds[random.Next(seeds.Length)] + string.Create(CultureInfo.InvariantCulture, $"{random.Next()},{random.NextDouble()}\n"));
            for (var changes = random.Next(1, 12); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                var (rows, _, reader) = await RowsOfAsync(bytes);
                rows.ShouldAllBe(row => Math.Abs(row.Value) <= 1e15 && row.Time >= 946_684_800_000_000);
                rows.Count.ShouldBeLessThanOrEqualTo((int)reader.Rows);
            }
            catch (ImportException e)
            {
                e.Message.ShouldNotBeEmpty();
            }
        }
    }
}
