using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.CitizenWatt;

public sealed class Nrf24ProbeTests
{
    private readonly SimulatedNrf24 _radio = new(TimeProvider.System);

    [Theory]
    [InlineData(Nrf24Wiring.Good, Nrf24Finding.Radio)]
    [InlineData(Nrf24Wiring.MisoLow, Nrf24Finding.NothingReadsLow)]
    [InlineData(Nrf24Wiring.MisoHigh, Nrf24Finding.NothingReadsHigh)]
    [InlineData(Nrf24Wiring.MosiLoose, Nrf24Finding.SomethingElse)]
    public void It_tells_what_is_there(Nrf24Wiring wiring, Nrf24Finding finding)
    {
        _radio.Wiring = wiring;
        Nrf24Probe.Look(_radio).ShouldBe(finding);
    }

    [Fact]
    public void A_radio_that_is_set_up_is_known_and_left_as_it_is()
    {
        var registers = new CitizenWattOptions(SimulatedCitizenWatt.TestKey).Registers();
        var radio = new Nrf24Radio(_radio, _radio, registers);
        radio.SetUp().ShouldBe(RadioTrouble.None);
        Nrf24Probe.Look(_radio).ShouldBe(Nrf24Finding.Radio);
        radio.Check().ShouldBe(RadioTrouble.None);
    }

    [Fact]
    public void An_echo_is_no_radio() => Nrf24Probe.Look(new Echo()).ShouldBe(Nrf24Finding.SomethingElse);

    /// <summary>MOSI wired to MISO.</summary>
    private sealed class Echo : ISpiDevice
    {
        public void TransferFullDuplex(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer) => writeBuffer.CopyTo(readBuffer);

        public void Dispose()
        {
        }
    }
}
