using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.CitizenWatt;

/// <summary>Whatever comes over the air: no exception, nothing out of bounds, nothing without the six zeros, nothing twice.</summary>
public sealed class CitizenWattFuzzTests
{
    private const int Rounds = 200_000;

    private readonly CitizenWattOptions _options = new(SimulatedCitizenWatt.TestKey, MinWatts: 5, MaxWatts: 30_000);

    [Fact]
    public void No_packet_breaks_the_decoder()
    {
        var random = new Random(24);
        var guard = new ReplayGuard(null, _ => { });
        using var decoder = new CitizenWattDecoder(_options, guard);
        using var cipher = new CitizenWattCipher(SimulatedCitizenWatt.TestKey);
        var inputs = Inputs(random);
        var verdicts = new int[Enum.GetValues<PacketVerdict>().Length];
        for (var round = 0; round < Rounds; round++)
        {
            var input = Mutate(inputs[random.Next(inputs.Count)], random);
            var last = guard.Last;
            var verdict = decoder.Judge(input, out var packet);
            verdicts[(int)verdict]++;
            decoder.Reason(verdict, packet).ShouldNotBeEmpty();
            if (verdict != PacketVerdict.Good) continue;

            cipher.Decrypt(input)[10..].ContainsAnyExcept((byte)0).ShouldBeFalse();
            (packet.Watts >= _options.MinWatts && packet.Watts <= _options.MaxWatts && packet.Volts <= 500).ShouldBeTrue();
            (last is null || packet.TimerMilliseconds > last || last >= ReplayGuard.NearWrapMilliseconds).ShouldBeTrue();
            packet.TimerMilliseconds.ShouldNotBe(last ?? ~packet.TimerMilliseconds);
            // A sensor that is paired now and then: else the highest timer would end the run.
            if (random.Next(20) == 0) guard.Forget();
        }

        verdicts.ShouldAllBe(count => count > Rounds / 1000);
    }

    /// <summary>Authentic packets of all sizes, and the recorded ones.</summary>
    private static List<byte[]> Inputs(Random random)
    {
        var sensor = new SimulatedCitizenWatt(SimulatedCitizenWatt.TestKey);
        var inputs = File.ReadAllLines(Repository.File("tests/wire/citizenwatt/packets.txt"))
            .Select(line => Convert.FromHexString(line.Split(' ')[0])).ToList();
        for (var i = 0; i < 3000; i++)
        {
            var packet = new CitizenWattPacket(
                (ushort)random.Next(65_536), (ushort)random.Next(600), (ushort)random.Next(25_000), (uint)random.NextInt64(1L << 32));
            inputs.Add(sensor.Encrypt(packet));
        }

        return inputs;
    }

    private static byte[] Mutate(byte[] input, Random random)
    {
        var bytes = input.ToArray();
        switch (random.Next(4))
        {
            case 0: random.NextBytes(bytes); break;
            case 1: bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8)); break;
            default: break;
        }

        return bytes;
    }
}
