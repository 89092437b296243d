using System.Diagnostics;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Processor.W3bstream;

/// <summary>The commands of the key as processes: nothing of it in what they say, whatever they are given.</summary>
public sealed class IdentityProcessTests : IDisposable
{
    private const string Digits = "7fda34c8319534253619f69604ffbd43e315e319b84c03ea4f19e1a0e439a4b1";
    private const string Base64 = "f9o0yDGVNCU2GfaWBP"; // how the key begins in a PEM's base64 at one of three offsets

    private readonly TemporaryDirectory _directory = new();

    private string KeyPath => _directory.File("identity/device.pem");

    public void Dispose() => _directory.Dispose();

    private Process Start(string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["POWERMETER_W3bstream__Directory"] = _directory.File("identity") },
        };
        info.ArgumentList.Add(Repository.Program("Processor"));
        foreach (var argument in arguments) info.ArgumentList.Add(argument);
        return Process.Start(info)!;
    }

    private async Task<(int Code, string Output)> RunAsync(string input, params string[] arguments)
    {
        using var process = Start(arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    [Fact]
    public async Task Processes_that_make_a_key_at_once_end_with_the_same()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => RunAsync("", "--identity", "--json")));
        runs.ShouldAllBe(run => run.Code == 0);
        runs.Select(run => run.Output).Distinct().Count().ShouldBe(1);
        Directory.GetFileSystemEntries(_directory.File("identity")).ShouldBe([KeyPath]);
    }

    [Fact]
    public async Task Killed_while_it_makes_a_key_it_leaves_a_whole_one_or_none()
    {
        var random = new Random(3);
        for (var i = 0; i < 8; i++)
        {
            using var victim = Start(["--identity"]);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(40, 160)), TimeProvider.System); // a random instant of its life
            victim.Kill();
            await victim.WaitForExitAsync();
            if (!File.Exists(KeyPath)) continue;
            await Shell.RunAsync("openssl", "pkey", "-in", KeyPath, "-noout", "-check");
            File.Delete(KeyPath);
        }

        (await RunAsync("", "--identity")).Code.ShouldBe(0);
    }

    public static TheoryData<string, string[]> WrongInputs => new()
    {
        { Digits + "00", ["--import-key", "-"] },
        { "key: " + Digits, ["--import-key", "-", "--curve", "secp256r1"] },
        { "-----BEGIN PRIVATE KEY-----\n" + Base64 + "\n", ["--import-key", "-"] },
        { "-----BEGIN EC PRIVATE KEY-----\nf9o0yDGVNCU2GfaWBP+9Q+MV\n-----END EC PRIVATE KEY-----\n", ["--import-key", "-"] },
        { Digits, ["--import-key", "-"] }, // over the one that is there
        { Digits, ["--import-key", "-", "--curve", "P-521"] },
        { Digits, ["--import-key", "/nowhere/key.pem"] },
        { Digits, ["--import-key", "/"] },
        { "", ["--import-key", "-"] },
        { "", ["--import-key", Digits] },
        { "", ["--import-key", "0x" + Digits, "--replace"] },
        { "", ["--import-key", "-", Digits] },
        { "", ["--export-key", "hex"] },
        { "", ["--export-key", "base64", "--out", "-"] },
        { "", ["--export-key", "pem", "--out", "/nowhere/key.pem"] },
        { "", ["--export-key", "raw", "--out", "/dev/full"] },
        { "", ["--identity", "--yaml"] },
    };

    [Theory]
    [MemberData(nameof(WrongInputs))]
    public async Task Wrong_input_ends_with_1_and_says_nothing_of_a_key(string input, string[] arguments)
    {
        (await RunAsync(Digits, "--import-key", "-")).Code.ShouldBe(0);
        var before = await File.ReadAllBytesAsync(KeyPath);
        var (code, output) = await RunAsync(input, arguments);
        code.ShouldBe(1);
        output.ShouldNotBeEmpty();
        output.ShouldNotContain("   at "); // no trace
        output.ShouldNotContain(Digits[..16], Case.Insensitive);
        output.ShouldNotContain(Base64[..8]);
        (await File.ReadAllBytesAsync(KeyPath)).ShouldBe(before);
    }

    [Fact]
    public async Task A_damaged_file_ends_every_command_with_its_name_and_nothing_of_it()
    {
        await RunAsync(Digits, "--import-key", "-");
        await File.WriteAllTextAsync(KeyPath, (await File.ReadAllTextAsync(KeyPath)).Replace("MIG", "MIH", StringComparison.Ordinal));
        foreach (var arguments in new[] { new[] { "--identity" }, ["--export-key", "hex", "--out", "-"] })
        {
            var (code, output) = await RunAsync("", arguments);
            code.ShouldBe(1);
            output.ShouldStartWith($"{KeyPath} holds a PEM block 'PRIVATE KEY' that is damaged");
            output.ShouldNotContain(Base64[..8]);
        }
    }
}
