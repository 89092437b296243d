using System.Text;
using PowerMeter.Web.Live;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class EventTextTests
{
    [Fact]
    public void Each_sample_is_an_event_of_its_own()
    {
        LiveSample[] samples = [new(new StoredSample(1, 1_790_000_000_000_000, 12.5, true), 230.5f, null), new(new StoredSample(2, 1_790_000_001_500_000, -3, false), null, 87)];
        Encoding.UTF8.GetString(LiveText.Samples(7, samples)).ShouldBe(
            """
            event: sample
            data: {"sensor_id":7,"time":"2026-09-21T14:13:20Z","watts":12.5,"volts":230.5,"night_rate":true}

            event: sample
            data: {"sensor_id":7,"time":"2026-09-21T14:13:21.5Z","watts":-3,"battery":87,"night_rate":false}


            """);
    }

    [Fact]
    public void An_id_comes_without_data() =>
        Encoding.UTF8.GetString(EventText.Id(FeedPosition.Of(1_790_000_000, "100:105:101"))).ShouldBe("id: 1790000000-100:105:101\n\n");

    [Fact]
    public void A_resync_says_why_and_of_which_sensor()
    {
        Encoding.UTF8.GetString(LiveText.Resync("deleted", 3)).ShouldBe("event: resync\ndata: {\"reason\":\"deleted\",\"sensor_id\":3}\n\n");
        Encoding.UTF8.GetString(LiveText.Resync("missed", null)).ShouldBe("event: resync\ndata: {\"reason\":\"missed\"}\n\n");
    }

    [Fact]
    public void Data_of_two_lines_is_refused() => Should.Throw<ArgumentException>(() => EventText.Append(new MemoryStream(), "sample", "{\n}"u8));
}
