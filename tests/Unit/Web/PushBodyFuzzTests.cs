using System.Text;
using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Push;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

/// <summary>Whatever is pushed: no exception but the one that says what is wrong, and no sample out of bounds.</summary>
public sealed class PushBodyFuzzTests
{
    private const int Rounds = 100_000;

    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1, 12, 0);
    private static readonly PushRules Rules = new(1, Now, Now + Duration.FromMinutes(10));

    private static readonly (string Body, string Type)[] Seeds =
    [
        ("""{"watts":231.5,"volts":229.8,"battery":87}""", "application/json"),
        ("""[{"time":1772366400,"watts":1},{"time":"2026-03-01T11:00:00.5+01:00","watts":"-2e3","volts":null}]""", "application/json"),
        ("""[{"time":4102444799.999999,"watts":1e9},{"time":946684800,"watts":-1000000000}]""", "application/json"),
        ("time,watts,volts,battery\r\n1772366400,100,230,\r\n\"2026-03-01T11:00:00Z\",200,,99\r\n", "text/csv"),
        ("watts,time\n1.5,1772366400.25\n", "text/csv"),
    ];

    private static readonly string[] Tokens =
        ["\"time\":", "\"watts\":", "null", "true", "{}", "[]", "1e308", "-0", "1e-999999", "\\ud800", "\\u0000", "\"", ",", "\n", "NaN", "Infinity", "9999999999999", "2026-02-30T25:61:61Z", "\uFEFF"];

    [Fact]
    public void No_body_breaks_the_parser()
    {
        var random = new Random(5);
        var (taken, rejected, unreadable) = (0, 0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var (body, type) = Seeds[random.Next(Seeds.Length)];
            try
            {
                var batch = PushBody.Parse(Mutate(Encoding.UTF8.GetBytes(body), random), type, Rules);
                foreach (var sample in batch.Samples) ShouldBeWithinBounds(sample);
                foreach (var row in batch.Rejected) ShouldBeFitToShow(row);
                (taken, rejected) = (taken + batch.Samples.Count, rejected + batch.Rejected.Count);
            }
            catch (PushFormatException e)
            {
                ShouldBeFitToShow(new RejectedRow(0, 1, e.Message));
                unreadable++;
            }
        }

        // All the ways were gone.
        taken.ShouldBeGreaterThan(Rounds / 10);
        rejected.ShouldBeGreaterThan(Rounds / 20);
        unreadable.ShouldBeGreaterThan(Rounds / 20);
    }

    private static void ShouldBeWithinBounds(Sample sample)
    {
        (Sample.IsPower(sample.Watts) && sample.SensorId == 1).ShouldBeTrue();
        (sample.Time >= Sample.Earliest && sample.Time <= Rules.Latest).ShouldBeTrue();
        (sample.Volts is null or (>= -100_000 and <= 100_000)).ShouldBeTrue();
        (sample.Battery is null or (>= 0 and <= 125)).ShouldBeTrue();
    }

    // PostgreSQL takes no NUL in a text, and a log no line end.
    private static void ShouldBeFitToShow(RejectedRow row) =>
        (row.Row >= 0 && row.Line >= 1 && row.Reason.Length is > 0 and < 500 && !row.Reason.Any(char.IsControl) && !row.Reason.Any(char.IsSurrogate)).ShouldBeTrue(row.Reason);

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var bytes = seed.ToList();
        for (var changes = random.Next(4); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(7))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, Math.Min(random.Next(1, 8), bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)])); break;
                case 4: bytes[at] = (byte)('0' + random.Next(10)); break;
                case 5: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at))); break;
                default: bytes.InsertRange(at, Enumerable.Repeat((byte)('0' + random.Next(10)), random.Next(100))); break;
            }
        }

        return [.. bytes];
    }
}
