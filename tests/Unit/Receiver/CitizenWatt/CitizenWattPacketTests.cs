using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.CitizenWatt;

public sealed class CitizenWattPacketTests
{
    [Fact]
    public void Fields_are_little_endian()
    {
        var plain = Convert.FromHexString("D204E60004108813000000000000" + "0000");
        CitizenWattPacket.TryParse(plain, out var packet).ShouldBeTrue();
        packet.ShouldBe(new CitizenWattPacket(1234, 230, 4100, 5000));
    }

    [Fact]
    public void Each_of_the_six_zeros_counts()
    {
        for (var i = 10; i < 16; i++)
        {
            var plain = new byte[16];
            plain[i] = 1;
            CitizenWattPacket.TryParse(plain, out _).ShouldBeFalse();
        }

        CitizenWattPacket.TryParse(new byte[16], out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(17)]
    public void Another_length_is_no_packet(int length) => CitizenWattPacket.TryParse(new byte[length], out _).ShouldBeFalse();

    [Fact]
    public void The_cipher_is_that_of_FIPS_197_appendix_C_1()
    {
        using var cipher = new CitizenWattCipher(Convert.FromHexString("000102030405060708090A0B0C0D0E0F"));
        var block = Convert.FromHexString("69C4E0D86A7B0430D8CDB78070B4C55A");
        for (var i = 0; i < 3; i++) Convert.ToHexString(cipher.Decrypt(block)).ShouldBe("00112233445566778899AABBCCDDEEFF");
    }

    [Fact]
    public void A_packet_is_judged_without_an_allocation()
    {
        using var decoder = new CitizenWattDecoder(new CitizenWattOptions(SimulatedCitizenWatt.TestKey), new ReplayGuard(null, _ => { }));
        var sensor = new SimulatedCitizenWatt(SimulatedCitizenWatt.TestKey);
        var packets = Enumerable.Range(0, 200).Select(i => sensor.Measure((ushort)i).Bytes.ToArray()).ToArray();
        for (var i = 0; i < 100; i++) decoder.Judge(packets[i], out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 100; i < 200; i++) decoder.Judge(packets[i], out _);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void The_recorded_packets_are_read()
    {
        using var decoder = new CitizenWattDecoder(new CitizenWattOptions(SimulatedCitizenWatt.TestKey), new ReplayGuard(null, _ => { }));
        var lines = File.ReadAllLines(Repository.File("tests/wire/citizenwatt/packets.txt"));
        lines.Length.ShouldBeGreaterThan(8);
        foreach (var line in lines)
        {
            var parts = line.Split(' ');
            var verdict = decoder.Judge(Convert.FromHexString(parts[0]), out var packet);
            verdict.ToString().ShouldBe(parts[1], line);
            if (verdict == PacketVerdict.Good)
                $"{packet.Watts} {packet.Volts} {packet.BatteryMillivolts} {packet.TimerMilliseconds}".ShouldBe(string.Join(' ', parts[2..6]), line);
        }
    }
}
