using PowerMeter.Receiver.Bluetooth;
using PowerMeter.Receiver.Linux;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.Awox;

/// <summary>The ATT client over a real SOCK_SEQPACKET socket.</summary>
public sealed class AttClientTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly AttPeer _peer = new();
    private readonly List<(ushort Handle, byte[] Value)> _values = [];
    private readonly List<string> _rejected = [];
    private readonly CancellationTokenSource _stop = new();
    private PacketSocket? _socket;

    [Fact]
    public void A_service_its_characteristics_and_their_descriptors_are_found()
    {
        var discovery = new GattDiscovery(Connect());
        var service = discovery.FindService(0xFFF0).ShouldNotBeNull();
        service.ShouldBe(new HandleRange(0x0010, 0x001F));
        discovery.FindCharacteristics(service).Select(found => (found.Declaration, (byte)found.Properties, found.Handle, found.Uuid))
            .ShouldBe(_peer.Characteristics);
        discovery.FindAttributes(new HandleRange(0x0017, 0x0017)).ShouldBe([((ushort)0x0017, GattUuid.ClientConfiguration)]);
        discovery.FindAttributes(new HandleRange(0x0019, 0x001F)).ShouldBeEmpty();
        discovery.FindService(0x180F).ShouldBeNull();
    }

    [Theory]
    [InlineData(0x05, "InsufficientAuthentication: it wants to be paired first")]
    [InlineData(0x0F, "InsufficientEncryption: it wants to be paired first")]
    [InlineData(0x08, "InsufficientAuthorization: it lets this base station not do that")]
    [InlineData(0x0E, "UnlikelyError")]
    [InlineData(0x80, "error 0x80")]
    public void A_refusal_is_explained(byte code, string says)
    {
        _peer.Refusals[0x12] = code;
        var client = Connect();
        var e = Should.Throw<AttException>(() => { client.Request(AttPacket.Write(AttOpcode.WriteRequest, 0x0013, [1])); });
        e.Message.ShouldBe($"it refuses WriteRequest on handle 0x0013: {says}{(says.EndsWith("first", StringComparison.Ordinal) ? " (bluetoothctl pair ADDRESS)" : "")}");
        e.Refusal.ShouldBe((AttErrorCode)code);
    }

    [Fact]
    public async Task No_answer_within_five_seconds_is_silence()
    {
        _peer.IsMute = true;
        var client = Connect();
        var asking = Task.Run(() => { client.Request(AttPacket.FindService(HandleRange.All, 0xFFF0)); });
        await Eventually.BecomesTrueAsync("it has asked", () => Task.FromResult(!_peer.Received.IsEmpty));
        _time.Advance(AttClient.AnswerLimit - TimeSpan.FromTicks(1));
        asking.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromTicks(1));
        (await Should.ThrowAsync<AttException>(asking)).IsSilence.ShouldBeTrue();
    }

    [Fact]
    public void What_comes_before_the_answer_is_dealt_with()
    {
        _peer.Greetings.Enqueue([0x1B, 0x16, 0x00, 0xAA]);
        _peer.Greetings.Enqueue([0x02, 0x17, 0x00]); // the device asks for a longer packet
        _peer.Greetings.Enqueue([0x1D, 0x16, 0x00, 0xBB]); // an indication
        _peer.Greetings.Enqueue([0x0A, 0x01, 0x00]); // it wants to read
        _peer.Greetings.Enqueue([0xD2, 0x01, 0x00]); // a command that we do not know
        _peer.Greetings.Enqueue([0x13]); // the answer to what was not asked
        _peer.Greetings.Enqueue([0x01, 0x08, 0x00, 0x00, 0x0A]); // the refusal of what was not asked
        _peer.Greetings.Enqueue([0x1B, 0x16]); // cut
        new GattDiscovery(Connect()).FindService(0xFFF0).ShouldNotBeNull();
        _values.Select(value => (value.Handle, Convert.ToHexString(value.Value))).ShouldBe([((ushort)0x16, "AA"), ((ushort)0x16, "BB")]);
        _rejected.ShouldBe(["a packet that is no answer: 13", "a packet that is no answer: 010800000A", "a packet that is no answer: 1B16"]);
    }

    [Fact]
    public async Task The_devices_own_requests_are_answered_or_refused()
    {
        _peer.IsMute = true;
        var client = Connect();
        await Eventually.BecomesTrueAsync("it is connected", () => Task.FromResult(_peer.Connections == 1));
        foreach (var packet in new byte[][] { [0x02, 0x17, 0x00], [0x1D, 0x16, 0x00, 0xBB], [0x0A, 0x01, 0x00] })
        {
            _peer.Send(packet);
            client.Poll();
        }

        await Eventually.BecomesTrueAsync("three answers", () => Task.FromResult(_peer.Received.Count == 3));
        _peer.Received.Select(Convert.ToHexString).ShouldBe(["031700", "1E", "010A000006"]);
    }

    [Fact]
    public async Task A_packet_that_is_too_long_for_ATT_ends_it()
    {
        var client = Connect();
        await Eventually.BecomesTrueAsync("it is connected", () => Task.FromResult(_peer.Connections == 1));
        _peer.Send(new byte[600]);
        Should.Throw<AttException>(client.Poll).Message.ShouldBe("it sent a packet of 600 bytes; the longest of ATT has 517");
    }

    [Fact]
    public async Task A_dropped_connection_is_the_kernels_error()
    {
        var client = Connect();
        await Eventually.BecomesTrueAsync("it is connected", () => Task.FromResult(_peer.Connections == 1));
        _peer.Drop();
        Should.Throw<KernelException>(client.Poll).Errno.ShouldBe(104); // ECONNRESET
        Should.Throw<KernelException>(() => client.Send([0x52, 0x13, 0x00])).Errno.ShouldBe(32); // EPIPE
    }

    [Theory]
    [InlineData("0710001F0011")] // a length that is no number of services
    [InlineData("0710000F00")] // it ends before it begins
    [InlineData("07")]
    public void A_list_of_services_that_cannot_be_read_ends_it(string answer)
    {
        var client = new AttClient(new OneAnswer(Convert.FromHexString(answer)), (_, _) => { }, reason => _rejected.Add(reason.ToString()), _time, _stop.Token);
        Should.Throw<AttException>(() => new GattDiscovery(client).FindService(0xFFF0)).Message.ShouldBe($"its list of attributes cannot be read: {answer}");
    }

    [Theory]
    [InlineData("0907110002120001FF")] // always the same one: no way forward
    [InlineData("09071F00021200")] // cut
    [InlineData("0908110002120001FF00")] // a length that no UUID has
    [InlineData("0907300002310001FF")] // outside the service
    public void A_list_of_characteristics_that_cannot_be_read_ends_it(string answer)
    {
        var client = new AttClient(new OneAnswer(Convert.FromHexString(answer)), (_, _) => { }, reason => _rejected.Add(reason.ToString()), _time, _stop.Token);
        Should.Throw<AttException>(() => new GattDiscovery(client).FindCharacteristics(new HandleRange(0x10, 0x1F)))
            .Message.ShouldStartWith("its list of attributes cannot be read: 09");
    }

    [Fact]
    public void A_long_UUID_on_the_Bluetooth_base_is_its_short_form()
    {
        var found = new List<GattCharacteristic>();
        AttPacket.TryParseCharacteristics(
            [0x09, 21, 0x12, 0x00, 0x0C, 0x13, 0x00, 0xFB, 0x34, 0x9B, 0x5F, 0x80, 0x00, 0x00, 0x80, 0x00, 0x10, 0x00, 0x00, 0xF3, 0xFF, 0x00, 0x00], found)
            .ShouldBeTrue();
        found.ShouldBe([new GattCharacteristic(0x0012, GattProperties.Write | GattProperties.WriteWithoutResponse, 0x0013, 0xFFF3)]);
    }

    [Fact]
    public async Task Waiting_ends_when_it_is_told_to()
    {
        _peer.IsMute = true;
        var client = Connect();
        var asking = Task.Run(() => { client.Request(AttPacket.FindService(HandleRange.All, 0xFFF0)); });
        await Eventually.BecomesTrueAsync("it has asked", () => Task.FromResult(!_peer.Received.IsEmpty));
        await _stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(asking.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System));
    }

    public async ValueTask DisposeAsync()
    {
        _socket?.Dispose();
        _stop.Dispose();
        await _peer.DisposeAsync();
    }

    private AttClient Connect()
    {
        _socket = _peer.Connect();
        return new AttClient(_socket, (handle, value) => _values.Add((handle, value.ToArray())), reason => _rejected.Add(reason.ToString()), _time, _stop.Token);
    }

    /// <summary>Gives one answer, again and again.</summary>
    private sealed class OneAnswer(byte[] answer) : IAttChannel
    {
        public int Receive(Span<byte> buffer, TimeSpan timeout)
        {
            answer.CopyTo(buffer);
            return answer.Length;
        }

        public void Send(ReadOnlySpan<byte> packet)
        {
        }

        public void Dispose()
        {
        }
    }
}
