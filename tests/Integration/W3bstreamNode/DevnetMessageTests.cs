using System.Net;
using PowerMeter.Tests.TestKit;
using PowerMeter.Tests.W3bstreamNode.Arrivals;
using PowerMeter.Tests.W3bstreamNode.Hosting;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.W3bstreamNode;

/// <summary>The devnet's messages, made with .NET's ECDsa and with OpenSSL's command.</summary>
public sealed class DevnetMessageTests(DevnetNodeFixture fixture) : IClassFixture<DevnetNodeFixture>
{
    // The power-meter project's own message: secp256r1, DER, milliseconds, s in the upper half.
    private const string Fixture = """
        {"data":{"sensor_reading":1.6163222834016864,"timestamp":1681943510756},"public_key":"040e2d0a3591eb27ad3b55038603c3813310fdaf0f15346016a576841790fb020756cd31af40e3c6d543fb332062d47dd717490f2cc28d053c63de3ae892ec091b","signature":"3045022025891d5d149de8ad612f71687f6e4a9a13335d5cb35c0e6f54237ea8715084c8022100cf2e3bf7304ddf417dc75d52f0403013901a146636203ad138adb8ea3750b85f"}
        """;

    private readonly RunningNode _node = fixture.Node;

    private ArrivedReading ReadingOf(Guid eventId) => _node.Readings.Single(reading => reading.EventId == eventId);

    [Fact]
    public async Task The_power_meter_projects_own_message_is_verified()
    {
        var id = Guid.NewGuid();
        var answer = await _node.PostAsync(Fixture, id).JsonAsync(HttpStatusCode.Created);

        answer.GetProperty("channel").GetString().ShouldBe("powermeter");
        answer.GetProperty("eventID").GetGuid().ShouldBe(id);
        answer.GetProperty("results")[0].GetProperty("code").GetInt32().ShouldBe(0);
        var reading = ReadingOf(id);
        reading.Watts.ShouldBe(1.6163222834016864);
        reading.WindowEnd.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1681943510756));
        reading.VerifiedByOpenSsl.ShouldBeTrue();
        (reading.Device.Curve, reading.IsDer, reading.HighS).ShouldBe(("secp256r1", true, true));
    }

    [Theory]
    [InlineData("secp256k1", false)]
    [InlineData("secp256k1", true)]
    [InlineData("secp256r1", false)]
    [InlineData("secp256r1", true)]
    public async Task Both_curves_and_both_encodings_are_verified_by_key_and_by_address(string curve, bool asDer)
    {
        using var device = SigningDevice.Make(curve);
        var (byKey, byAddress, byAddressAgain) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        (await _node.PostAsync(device.Message(SigningDevice.Data(134.7, 1_677_091_161), asDer), byKey).CodeAsync()).ShouldBe(0);
        var known = ReadingOf(byKey).Device;

        // First the key must be found by recovery; for the second message it is known.
        (await _node.PostAsync(device.Message(SigningDevice.Data(135, 1_677_091_166), asDer, known.Address), byAddress).CodeAsync()).ShouldBe(0);
        (await _node.PostAsync(device.Message(SigningDevice.Data(136, 1_677_091_171), asDer, known.Address.ToLowerInvariant()), byAddressAgain).CodeAsync()).ShouldBe(0);

        known.Key.ShouldBe(device.PublicKey);
        foreach (var reading in new[] { ReadingOf(byAddress), ReadingOf(byAddressAgain) })
        {
            reading.Device.ShouldBe(known);
            (reading.Device.Curve, reading.IsDer, reading.VerifiedByOpenSsl).ShouldBe((curve, asDer, true));
        }
    }

    [Fact]
    public async Task The_address_is_that_of_the_known_vector()
    {
        using var device = SigningDevice.WithKeyOne();
        var id = Guid.NewGuid();
        (await _node.PostAsync(device.Message(SigningDevice.Data(1, 1_700_000_000), signer: SigningDevice.AddressOfOne), id).CodeAsync()).ShouldBe(0);
        ReadingOf(id).Device.Address.ShouldBe(SigningDevice.AddressOfOne);
        ReadingOf(id).Device.Io.ShouldMatch("^io1[02-9ac-hj-np-z]{38}$");

        // The same address with one letter in the other case has no right checksum.
        (await _node.PostAsync(device.Message(SigningDevice.Data(1, 1_700_000_005), signer: SigningDevice.AddressOfOne.Replace("7E", "7e", StringComparison.Ordinal))).CodeAsync())
            .ShouldBe(-1);
        _node.Refusals.ShouldContain(refusal => refusal.Why.Contains("checksum"));
        _node.Summary.Disputed.ShouldBe(0);
    }

    [Theory]
    [InlineData("secp256k1")]
    [InlineData("prime256v1")]
    public async Task A_message_that_OpenSSLs_command_has_signed_is_verified(string curve)
    {
        using var directory = new TemporaryDirectory();
        var data = SigningDevice.Data(812.25, 1_699_999_995);
        await File.WriteAllTextAsync(directory.File("data"), data);
        await Shell.RunAsync("openssl", "ecparam", "-name", curve, "-genkey", "-noout", "-out", directory.File("key"));
        await Shell.RunAsync("openssl", "ec", "-in", directory.File("key"), "-pubout", "-conv_form", "uncompressed", "-outform", "DER", "-out", directory.File("public"));
        await Shell.RunAsync("openssl", "dgst", "-sha256", "-sign", directory.File("key"), "-out", directory.File("signature"), directory.File("data"));
        var key = Convert.ToHexStringLower((await File.ReadAllBytesAsync(directory.File("public")))[^65..]);
        var signature = Convert.ToHexStringLower(await File.ReadAllBytesAsync(directory.File("signature")));
        var id = Guid.NewGuid();

        (await _node.PostAsync($$"""{"data":{{data}},"public_key":"{{key}}","signature":"{{signature}}"}""", id).CodeAsync()).ShouldBe(0);

        ReadingOf(id).Device.Key.ShouldBe(key);
        ReadingOf(id).VerifiedByOpenSsl.ShouldBeTrue();
    }

    [Fact]
    public async Task A_changed_reading_signature_or_key_is_refused_and_both_implementations_agree()
    {
        using var device = SigningDevice.Make("secp256k1");
        using var other = SigningDevice.Make("secp256k1");
        var message = device.Message(134.7, 1_677_091_161);
        var signature = message.IndexOf("\"signature\":\"", StringComparison.Ordinal) + 13;
        var flipped = $"{message[..(signature + 40)]}{(message[signature + 40] == 'a' ? 'b' : 'a')}{message[(signature + 41)..]}";
        var before = _node.Summary;

        (await _node.PostAsync(message.Replace("134.7", "134.8", StringComparison.Ordinal)).CodeAsync()).ShouldBe(-1);
        (await _node.PostAsync(flipped).CodeAsync()).ShouldBe(-1);
        (await _node.PostAsync(message.Replace(device.PublicKey, other.PublicKey, StringComparison.Ordinal)).CodeAsync()).ShouldBe(-1);
        // Another key has signed, and nobody has ever seen the named address.
        (await _node.PostAsync(message.Replace(device.PublicKey, "0x00000000000000000000000000000000000000aa", StringComparison.Ordinal)).CodeAsync()).ShouldBe(-1);

        (_node.Summary.BadSignatures - before.BadSignatures).ShouldBeGreaterThanOrEqualTo(4);
        _node.Summary.Disputed.ShouldBe(0);
        _node.Readings.ShouldNotContain(reading => reading.Device.Key == device.PublicKey || reading.Device.Key == other.PublicKey);
    }

    [Fact]
    public async Task The_bytes_that_were_sent_are_verified_and_not_others_that_mean_the_same()
    {
        using var device = SigningDevice.Make("secp256k1");
        const string Odd = """{ "timestamp":1677091161 , "sensor_reading":1.3470e2,"note":"}\"{" }""";
        var id = Guid.NewGuid();
        (await _node.PostAsync(device.Message(Odd), id).CodeAsync()).ShouldBe(0);
        ReadingOf(id).Watts.ShouldBe(134.7);

        var message = device.Message(134.7, 1_677_091_166);
        (await _node.PostAsync(message.Replace(",\"timestamp\"", ", \"timestamp\"", StringComparison.Ordinal)).CodeAsync()).ShouldBe(-1);
        (await _node.PostAsync(message.Replace("134.7", "134.70", StringComparison.Ordinal)).CodeAsync()).ShouldBe(-1);
    }

    [Theory]
    [InlineData("", "is not JSON")]
    [InlineData("[]", "no JSON object")]
    [InlineData("""{"data":{"sensor_reading":1.0,"timestamp":1}}""", "'public_key' is missing")]
    [InlineData("""{"data":{"sensor_reading":1.0,"timestamp":1},"data":{}}""", "'data' stands twice")]
    [InlineData("""{"data":{"sensor_reading":1.0,"timestamp":1},"public_key":"04ab","signature":"00"}""", "'public_key' is neither")]
    [InlineData("""{"data":{"sensor_reading":1.0,"timestamp":1},"public_key":"0x00000000000000000000000000000000000000aa","signature":"0g"}""", "hexadecimal")]
    [InlineData("""{"data":{"sensor_reading":1.0,"timestamp":1.0},"public_key":"0x00000000000000000000000000000000000000aa","signature":"00"}""", "'timestamp' is no whole number")]
    [InlineData("""{"data":{"sensor_reading":"1","timestamp":1},"public_key":"0x00000000000000000000000000000000000000aa","signature":"00"}""", "'sensor_reading' is no number")]
    [InlineData("""{"data":{"sensor_reading":1.0,"timestamp":1}} 1""", "is not JSON")]
    public async Task What_is_no_message_is_refused_and_says_why(string body, string why)
    {
        (await _node.PostAsync(body).CodeAsync()).ShouldBe(-1);
        _node.Refusals.ShouldContain(refusal => refusal.Body == body && refusal.Why.Contains(why));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another token")]
    public async Task Another_token_is_not_let_in(string? token)
    {
        using var device = SigningDevice.Make("secp256k1");
        var answer = await _node.PostAsync(device.Message(1, 1_677_091_161), Guid.NewGuid(), token).JsonAsync(HttpStatusCode.Unauthorized);
        (answer.GetProperty("key").GetString(), answer.GetProperty("code").GetInt32()).ShouldBe(("InvalidAuthValue", 401_000_001));
        answer.GetProperty("msg").GetString().ShouldNotBeNullOrEmpty();
        answer.TryGetProperty("desc", out _).ShouldBeTrue();
        _node.Summary.Unauthorised.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("?eventID=3f2504e0-4f89-41d3-9a0c-0305e82c3301&timestamp=1", "eventType")]
    [InlineData("?eventType=DATA&eventID=7&timestamp=1", "eventID")]
    [InlineData("?eventType=DATA&eventID=3f2504e0-4f89-41d3-9a0c-0305e82c3301&timestamp=now", "timestamp")]
    public async Task A_wrong_query_is_a_bad_request(string query, string name) =>
        (await _node.PostAsync("{}", query).JsonAsync(HttpStatusCode.BadRequest)).GetProperty("msg").GetString()!.ShouldContain(name);

    [Fact]
    public async Task A_body_that_is_too_long_is_refused() =>
        (await _node.PostAsync(new string(' ', 65_537)).JsonAsync(HttpStatusCode.RequestEntityTooLarge)).GetProperty("msg").GetString().ShouldNotBeNullOrEmpty();

    [Fact]
    public async Task The_reference_applet_takes_neither_an_integer_nor_zero()
    {
        await using var strict = await RunningNode.StartAsync(new NodeOptions { ReferenceApplet = true });
        using var device = SigningDevice.Make("secp256k1");
        (await strict.PostAsync(device.Message("""{"sensor_reading":5,"timestamp":1677091161}""")).CodeAsync()).ShouldBe(-1);
        (await strict.PostAsync(device.Message("""{"sensor_reading":0.0,"timestamp":1677091166}""")).CodeAsync()).ShouldBe(-1);
        (await strict.PostAsync(device.Message("""{"sensor_reading":5.0,"timestamp":1677091171}""")).CodeAsync()).ShouldBe(0);
        strict.Readings.Single().Watts.ShouldBe(5);
        strict.Summary.BadSignatures.ShouldBe(0);

        (await _node.PostAsync(device.Message("""{"sensor_reading":0,"timestamp":1677091166}""")).CodeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Without_an_applet_the_results_are_empty()
    {
        await using var empty = await RunningNode.StartAsync(new NodeOptions { HasApplet = false });
        using var device = SigningDevice.Make("secp256k1");
        (await empty.PostAsync(device.Message(1, 1_677_091_161)).JsonAsync(HttpStatusCode.Created)).GetProperty("results").GetArrayLength().ShouldBe(0);
        empty.Readings.Count.ShouldBe(1);
    }
}
