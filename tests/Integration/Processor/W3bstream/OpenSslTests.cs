using System.Text;
using System.Text.Json;
using PowerMeter.Processor.W3bstream;
using PowerMeter.Processor.W3bstream.Identity;
using PowerMeter.Processor.W3bstream.Messages;
using PowerMeter.Processor.W3bstream.Signing;
using PowerMeter.Shared.W3bstream;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Processor.W3bstream;

/// <summary>What OpenSSL makes of our keys and signatures, and we of its keys.</summary>
public sealed class OpenSslTests : IDisposable
{
    private const int Readings = 10_000;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private static Reading RandomReading(Random random, int index)
    {
        var end = 1_766_905_635_000_000 + index * 5_000_000L;
        return new Reading(end - 5_000_000, end, (random.NextDouble() - 0.2) * Math.Pow(10, random.Next(-3, 6)), 5_000_000);
    }

    private (MessageMaker Maker, KeySource Keys, string File) Identity(string curve)
    {
        var file = new KeyFile(new W3bstreamOptions { Directory = _directory.File(curve), Curve = curve }, TimeProvider.System);
        var keys = new KeySource(file);
        return (new MessageMaker(keys), keys, keys.Current is null ? "" : file.Path);
    }

    /// <summary>A quarter of the readings for each curve and encoding; about one in 128 has an r, and as many an s, with a leading zero byte.</summary>
    [Fact]
    public async Task Signatures_of_10_000_random_readings_hold_and_are_low()
    {
        var random = new Random(10_000);
        var lines = _directory.File("messages");
        await using (var writer = new StreamWriter(lines))
            foreach (var curve in new[] { "secp256k1", "secp256r1" })
            {
                var (maker, keys, _) = Identity(curve);
                for (var i = 0; i < Readings / 2; i++)
                {
                    var encoding = i % 2 == 0 ? SignatureEncoding.Raw : SignatureEncoding.Der;
                    var message = Encoding.ASCII.GetString(maker.Make(RandomReading(random, i), new W3bstreamSettings { SignatureEncoding = encoding }));
                    await writer.WriteLineAsync($"{curve}\t{(encoding == SignatureEncoding.Raw ? "raw" : "der")}\t{keys.Current.Identity.PublicKeyHex}\t{message}");
                }
            }

        using var counts = JsonDocument.Parse(await VerifyAsync(lines));
        counts.RootElement.GetProperty("held").GetInt32().ShouldBe(Readings);
        counts.RootElement.GetProperty("shortR").GetInt32().ShouldBeGreaterThan(0);
        counts.RootElement.GetProperty("shortS").GetInt32().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_verifier_refuses_what_was_changed()
    {
        var (maker, keys, _) = Identity("secp256k1");
        var message = Encoding.ASCII.GetString(maker.Make(RandomReading(new Random(1), 0), W3bstreamSettings.Default));
        var lines = _directory.File("messages");
        await File.WriteAllTextAsync(lines, $"secp256k1\traw\t{keys.Current.Identity.PublicKeyHex}\t{message.Replace("\"timestamp\":1", "\"timestamp\":2", StringComparison.Ordinal)}\n");
        (await Should.ThrowAsync<InvalidOperationException>(() => VerifyAsync(lines))).Message.ShouldContain("does not hold");
    }

    private static Task<string> VerifyAsync(string lines) => Shell.RunAsync(
        "/bin/sh", "-c", "exec node \"$1\" <\"$2\"", "sh", Repository.File("tests/Integration/Processor/W3bstream/verify-signatures.js"), lines);

    /// <summary>By OpenSSL's own command line: signatures looked for in which r or s has leading zeros, and others.</summary>
    [Theory]
    [InlineData("secp256k1")]
    [InlineData("secp256r1")]
    public async Task Signatures_with_leading_zeros_hold_at_the_command_line(string curve)
    {
        var (_, keys, file) = Identity(curve);
        var publicKey = _directory.File("public.pem");
        await Shell.RunAsync("openssl", "pkey", "-in", file, "-pubout", "-out", publicKey);
        var (shortR, shortS, plain) = (0, 0, 0);
        var script = new StringBuilder();
        for (var i = 0; shortR < 5 || shortS < 5 || plain < 10; i++)
        {
            var data = Encoding.ASCII.GetBytes($$"""{"sensor_reading":{{i}}.5,"timestamp":1766905635}""");
            var signature = keys.Current.SignData(data);
            if (!(signature[0] == 0 && shortR++ < 5) && !(signature[32] == 0 && shortS++ < 5) && !(signature[0] != 0 && signature[32] != 0 && plain++ < 10)) continue;
            await File.WriteAllBytesAsync(_directory.File($"{i}.data"), data);
            await File.WriteAllBytesAsync(_directory.File($"{i}.der"), DerSignature.Encode(signature));
            script.Append(System.Globalization.CultureInfo.InvariantCulture, $"openssl dgst -sha256 -verify public.pem -signature {i}.der {i}.data\n");
        }

        var output = await Shell.RunAsync("/bin/sh", "-ec", "cd \"$1\"; " + script, "sh", _directory.Path);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(line => line == "Verified OK");
        output.Split("Verified OK").Length.ShouldBeGreaterThanOrEqualTo(20);
    }

    [Theory]
    [InlineData("secp256k1", "secp256k1")]
    [InlineData("prime256v1", "secp256r1")]
    public async Task Keys_of_OpenSSL_are_read_in_each_of_its_forms_and_ours_by_it(string theirs, string ours)
    {
        var (parameters, sec1, pkcs8) = (_directory.File("parameters.pem"), _directory.File("sec1.pem"), _directory.File("pkcs8.pem"));
        await Shell.RunAsync("openssl", "ecparam", "-name", theirs, "-genkey", "-out", parameters); // with EC PARAMETERS before
        await Shell.RunAsync("openssl", "ec", "-in", parameters, "-out", sec1);
        await Shell.RunAsync("openssl", "pkcs8", "-topk8", "-nocrypt", "-in", parameters, "-out", pkcs8);
        (await File.ReadAllTextAsync(parameters)).ShouldStartWith("-----BEGIN EC PARAMETERS-----");
        (await File.ReadAllTextAsync(sec1)).ShouldStartWith("-----BEGIN EC PRIVATE KEY-----");
        var curve = KeyCurve.Parse("curve", ours);
        var text = await Shell.RunAsync("openssl", "pkey", "-in", pkcs8, "-noout", "-text_pub");
        var expected = string.Concat(text[text.IndexOf("04:", StringComparison.Ordinal)..text.IndexOf("ASN1", StringComparison.Ordinal)].Where(char.IsAsciiHexDigit));
        foreach (var file in new[] { parameters, sec1, pkcs8 })
        {
            using var key = KeyText.Read(await File.ReadAllBytesAsync(file), file, curve, required: true);
            key.Identity.PublicKeyHex.ShouldBe(expected);
            var back = _directory.File("back.pem");
            await File.WriteAllBytesAsync(back, KeyBytes.Of(key, KeyFormat.Pem));
            (await Shell.RunAsync("openssl", "pkey", "-in", back, "-noout", "-text")).ShouldBe(await Shell.RunAsync("openssl", "pkey", "-in", pkcs8, "-noout", "-text"));
        }
    }

    [Theory]
    [InlineData("-aes128")]
    [InlineData("-aes128", "-traditional")]
    public async Task An_encrypted_key_of_OpenSSL_is_refused(params string[] options)
    {
        var (plain, encrypted) = (_directory.File("plain.pem"), _directory.File("encrypted.pem"));
        await Shell.RunAsync("openssl", "ecparam", "-name", "secp256k1", "-genkey", "-noout", "-out", plain);
        await Shell.RunAsync("openssl", ["pkey", "-in", plain, "-out", encrypted, "-passout", "pass:secret", .. options]);
        Should.Throw<PowerMeter.Shared.Hosting.SettingException>(() => KeyText.Read(File.ReadAllBytes(encrypted), "encrypted.pem", KeyCurve.Secp256k1, required: false))
            .Message.ShouldStartWith("encrypted.pem holds an encrypted private key");
    }

    [Theory]
    [InlineData("secp384r1", "named_curve", "The curve of the key in other.pem is '")]
    [InlineData("secp256k1", "explicit", "The curve of the key in other.pem is 'given by numbers'")]
    public async Task A_key_of_another_curve_is_refused_with_its_name(string curve, string form, string message)
    {
        var other = _directory.File("other.pem");
        await Shell.RunAsync("openssl", "ecparam", "-name", curve, "-genkey", "-noout", "-param_enc", form, "-out", other);
        Should.Throw<PowerMeter.Shared.Hosting.SettingException>(() => KeyText.Read(File.ReadAllBytes(other), "other.pem", KeyCurve.Secp256k1, required: false))
            .Message.ShouldStartWith(message);
    }
}
