using NodaTime;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Monitoring;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class MetricTextTests
{
    [Fact]
    public void Labels_and_help_are_escaped()
    {
        var text = new MetricText().Family("a_total", MetricKind.Counter, "one \"two\" \\ three\nfour").Sample(3, ("name", "a \"b\" \\ c\nd é"), ("x", "")).ToString();
        text.ShouldBe("# HELP a_total one \"two\" \\\\ three\\nfour\n# TYPE a_total counter\na_total{name=\"a \\\"b\\\" \\\\ c\\nd é\",x=\"\"} 3\n");
        PrometheusText.Parse(text).Samples.Values.ShouldBe([3]);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(1e21, "1E+21")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    public void Numbers_are_written_as_prometheus_reads_them(double value, string text) =>
        new MetricText().One("a", MetricKind.Gauge, "A.", value).ToString().ShouldEndWith($"\na {text}\n");

    [Theory]
    [InlineData("")]
    [InlineData("1a")]
    [InlineData("a-b")]
    [InlineData("é")]
    public void A_name_that_is_not_allowed_is_refused(string name)
    {
        Should.Throw<ArgumentException>(() => new MetricText().Family(name, MetricKind.Gauge, "A."));
        Should.Throw<ArgumentException>(() => new MetricText().Family("a", MetricKind.Gauge, "A.").Sample(1, (name, "")));
    }

    [Fact]
    public void A_family_is_there_once() =>
        Should.Throw<ArgumentException>(() => new MetricText().One("a", MetricKind.Gauge, "A.", 1).One("a", MetricKind.Gauge, "A.", 1));

    [Fact]
    public void Buckets_are_cumulative_and_a_bound_belongs_to_its_bucket()
    {
        var histogram = new LatencyHistogram();
        foreach (var seconds in (double[])[0.005, 0.006, 0.3, 60]) histogram.Add(seconds);
        var text = new MetricText().Family("d_seconds", MetricKind.Histogram, "D.");
        histogram.WriteTo(text, ("route", "/"));
        var samples = PrometheusText.Parse(text.ToString()).Samples;
        samples["d_seconds_bucket{route=\"/\",le=\"0.005\"}"].ShouldBe(1);
        samples["d_seconds_bucket{route=\"/\",le=\"0.01\"}"].ShouldBe(2);
        samples["d_seconds_bucket{route=\"/\",le=\"10\"}"].ShouldBe(3);
        samples["d_seconds_bucket{route=\"/\",le=\"+Inf\"}"].ShouldBe(4);
        samples["d_seconds_count{route=\"/\"}"].ShouldBe(4);
        samples["d_seconds_sum{route=\"/\"}"].ShouldBe(60.311, 1e-9);
    }

    [Fact]
    public void A_sensor_is_in_one_state_and_its_power_shows_while_it_runs()
    {
        var running = new SensorView(1, "Kettle \"1\"", "Electricity", 1, "awox", 8, 60, true) { State = "running", LastSeen = Instant.FromUnixTimeMilliseconds(1_790_000_000_500), LastWatts = 12.5, Samples = 9, Rejected = 2, SpoolDepth = 4 };
        var silent = running with { Id = 2, Name = "House", State = "silent" };
        var text = new MetricText();
        MetricsPage.WriteDatabase(text, new DatabaseFigures((string?)null) { SizeBytes = 1, Sensors = [new SensorFigures(running, 3), new SensorFigures(silent, 3)], Beats = [new ProcessBeat("receiver", 0.5, "1.0")] });
        var samples = PrometheusText.Parse(text.ToString()).Samples;
        samples["powermeter_sensor_power_watts{sensor=\"1\",name=\"Kettle \\\"1\\\"\"}"].ShouldBe(12.5);
        samples.Keys.ShouldNotContain("powermeter_sensor_power_watts{sensor=\"2\",name=\"House\"}");
        samples["powermeter_sensor_last_seen_timestamp_seconds{sensor=\"2\",name=\"House\"}"].ShouldBe(1_790_000_000.5);
        samples.Where(sample => sample.Key.StartsWith("powermeter_sensor_state{sensor=\"2\"", StringComparison.Ordinal) && sample.Value == 1).Single().Key.ShouldContain("state=\"silent\"");
        samples["powermeter_spool_dropped_samples_total"].ShouldBe(3);
        samples["powermeter_process_heartbeat_age_seconds{process=\"receiver\"}"].ShouldBe(0.5);
    }
}
