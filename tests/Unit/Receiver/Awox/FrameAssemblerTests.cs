using PowerMeter.Receiver.Drivers.Awox;
using PowerMeter.Shared.Language;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.Awox;

public sealed class FrameAssemblerTests
{
    private readonly FrameAssembler _frames = new();
    private readonly List<byte[]> _payloads = [];
    private readonly List<string> _rejected = [];

    [Theory]
    [InlineData("status.txt", new[] { 60.5, 0, 0, 3650.123 }, 0)]
    [InlineData("pieces.txt", new[] { 60.5, 0, 0, 3650.123 }, 0)]
    [InlineData("inside.txt", new[] { 268_435.215 }, 0)]
    [InlineData("garbage.txt", new[] { 60.5, 0 }, 5)]
    public void Notifications_become_frames(string file, double[] watts, int rejected)
    {
        foreach (var notification in Wire.Read(file)) Push(notification);
        Watts().ShouldBe(watts);
        _rejected.Count.ShouldBe(rejected);
    }

    [Fact]
    public void Bytes_may_come_one_at_a_time_or_all_at_once()
    {
        var bytes = Wire.Read("pieces.txt").SelectMany(notification => notification).ToArray();
        foreach (var b in bytes) Push([b]);
        Push(bytes);
        Watts().ShouldBe([60.5, 0, 0, 3650.123, 60.5, 0, 0, 3650.123]);
        _rejected.ShouldBeEmpty();
    }

    [Fact]
    public void A_wrong_checksum_is_rejected_and_the_next_frame_is_read()
    {
        var wrong = SmartPlugFrame.Make(4, 0, 1, 0);
        wrong[^3]++;
        Push(wrong);
        Push(SmartPlugFrame.Make(1, 2, 3));
        _rejected.ShouldBe(["a frame with a wrong checksum: 0F050400010007FFFF"]);
        _payloads.ShouldHaveSingleItem().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void A_start_without_its_rest_does_not_cost_the_frame_that_follows()
    {
        Push([0x0F, 0xFF, 0x0F, 0x0F]);
        Push(SmartPlugFrame.Make(1, 2, 3));
        _payloads.ShouldHaveSingleItem().ShouldBe([1, 2, 3]);
        _rejected.ShouldBe(["the start of a frame: 0FFF0F0F"]);
    }

    [Fact]
    public void A_start_that_follows_a_cut_frame_in_pieces_is_found_again()
    {
        Push([0x0F, 0x06, 0x01]);
        foreach (var b in SmartPlugFrame.Make(7, 8, 9)) Push([b]);
        _payloads.ShouldHaveSingleItem().ShouldBe([7, 8, 9]);
        _rejected.Count.ShouldBe(1);
    }

    [Fact]
    public void What_was_begun_can_be_given_up()
    {
        Push([0x0F, 0xFF]);
        _frames.Abandon(Reject);
        _frames.Abandon(Reject);
        foreach (var b in SmartPlugFrame.Make(1, 2)) Push([b]);
        _payloads.ShouldHaveSingleItem().ShouldBe([1, 2]);
        _rejected.Count.ShouldBe(1);
    }

    [Fact]
    public void The_longest_frame_is_taken()
    {
        var payload = Enumerable.Range(0, 254).Select(i => (byte)i).ToArray();
        foreach (var piece in SmartPlugFrame.Make(payload).Chunk(20)) Push(piece);
        _payloads.ShouldHaveSingleItem().ShouldBe(payload);
        _rejected.ShouldBeEmpty();
    }

    private void Push(ReadOnlySpan<byte> notification) => _frames.Push(notification, payload => _payloads.Add(payload.ToArray()), Reject);

    private void Reject(Sentence reason) => _rejected.Add(reason.ToString());

    private IEnumerable<double> Watts() => _payloads
        .Select(payload => SmartPlugStatus.TryParse(payload, out var status) ? status.Watts : double.NaN);
}
