using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Processor.W3bstream.Identity;

/// <summary>The commands that show, import and export the device's key. They need no database.</summary>
/// <param name="Action">What is asked for.</param>
/// <param name="File">Where a key comes from or goes to; <c>-</c> for standard input or output.</param>
public sealed record IdentityCommand(
    IdentityAction Action, string File = "", KeyFormat Format = KeyFormat.Pem, string? Curve = null, bool Replace = false, bool Json = false)
{
    /// <returns>Null when the arguments ask for something else.</returns>
    /// <exception cref="SettingException">They ask for it in a way that is not understood. What was given is not repeated: it might be the key.</exception>
    public static IdentityCommand? Parse(string[] arguments) => arguments switch
    {
        ["--identity"] => new IdentityCommand(IdentityAction.Show),
        ["--identity", "--json"] => new IdentityCommand(IdentityAction.Show, Json: true),
        ["--import-key", var file, .. var options] when file.Length > 0 && !file.StartsWith("--", StringComparison.Ordinal) => ParseImport(file, options),
        ["--export-key", var format, "--out", var file] when file.Length > 0 => new IdentityCommand(IdentityAction.Export, file, ParseFormat(format)),
        ["--export-key", "raw" or "hex" or "pem"] =>
            throw new SettingException($"--export-key needs --out with a file that is not there yet, or with - for standard output.\n{ProcessorCommand.Usage}"),
        ["--identity" or "--import-key" or "--export-key", ..] => throw new SettingException($"What stands with {arguments[0]} is not understood.\n{ProcessorCommand.Usage}"),
        _ => null,
    };

    public int Run()
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.AddPowerMeterDefaults();
        var options = W3bstreamOptions.Read(builder.Configuration);
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        return Run(options, TimeProvider.System, input, output);
    }

    /// <exception cref="SettingException">It cannot be done; the message says why and never holds the key.</exception>
    internal int Run(W3bstreamOptions options, TimeProvider clock, Stream input, Stream output)
    {
        var file = new KeyFile(options, clock);
        switch (Action)
        {
            case IdentityAction.Import:
                Import(file, options, input, output);
                break;
            case IdentityAction.Export:
                Export(file, output);
                break;
            default:
                using (var key = file.LoadOrMake()) Show(key.Identity, output);
                break;
        }

        return ExitCode.Success;
    }

    private static IdentityCommand ParseImport(string file, string[] options)
    {
        if (file.Length is 64 or 66 && file.All(char.IsAsciiHexDigit) || file.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && file.Length == 66)
            throw new SettingException("--import-key takes the name of a file, and not the key itself, which others can see in the list of processes: take that key for known. Allowed: a file, or - for standard input.");
        string? curve = null;
        var replace = false;
        for (var i = 0; i < options.Length; i++)
        {
            if (options[i] == "--replace" && !replace) replace = true;
            else if (options[i] == "--curve" && curve is null && i + 1 < options.Length) curve = KeyCurve.Parse("--curve", options[++i]).Name;
            else throw new SettingException($"What stands after the file of --import-key is not understood.\n{ProcessorCommand.Usage}");
        }

        return new IdentityCommand(IdentityAction.Import, file, Curve: curve, Replace: replace);
    }

    private static KeyFormat ParseFormat(string format) => format switch
    {
        "raw" => KeyFormat.Raw,
        "hex" => KeyFormat.Hex,
        "pem" => KeyFormat.Pem,
        _ => throw SettingException.NotAllowed("The format of --export-key", format, "raw, hex, pem"),
    };

    private void Show(DeviceIdentity identity, Stream output)
    {
        using var text = new StreamWriter(output, leaveOpen: true);
        if (Json)
        {
            text.WriteLine(JsonSerializer.Serialize(new
            {
                curve = identity.Curve,
                public_key = identity.PublicKeyHex,
                ethereum_address = identity.EthereumAddress,
                iotex_address = identity.IotexAddress,
            }));
            return;
        }

        text.WriteLine($"Curve             {identity.Curve}");
        text.WriteLine($"Public key        {identity.PublicKeyHex}");
        text.WriteLine($"Ethereum address  {identity.EthereumAddress}");
        text.WriteLine($"IoTeX address     {identity.IotexAddress}");
    }

    private void Import(KeyFile file, W3bstreamOptions options, Stream input, Stream output)
    {
        using var key = ReadKey(KeyCurve.Parse(Curve is null ? "W3bstream:Curve" : "--curve", Curve ?? options.Curve), input);
        string? old = null;
        if (Replace) old = file.Replace(key);
        else if (file.Look() is not null || !file.TryKeep(key))
            throw new SettingException($"There is a key already in {file.Path}, and the network knows the device by it. To put another in its place, which keeps the old one beside it, add --replace.");
        Show(key.Identity, output);
        if (old is not null) Console.Error.WriteLine($"The key before is kept in {old}.");
    }

    private DeviceKey ReadKey(KeyCurve curve, Stream input)
    {
        var source = File == "-" ? "Standard input" : $"'{File}'";
        byte[]? content = null;
        try
        {
            if (File == "-")
            {
                content = PrivateFile.Read(input, KeyText.MaxLength);
            }
            else
            {
                if (FileFacts.Of(File) is { Kind: not (FileKind.Regular or FileKind.Link) }) throw new SettingException($"{source} is not a file; allowed: {KeyText.Allowed}.");
                using var stream = new FileStream(File, new FileStreamOptions { Access = FileAccess.Read, BufferSize = 0 });
                content = PrivateFile.Read(stream, KeyText.MaxLength);
            }

            if (content is null) throw new SettingException($"{source} has more than {KeyText.MaxLength} bytes; allowed: {KeyText.Allowed}.");
            if (content.Length == 0) throw new SettingException($"{source} is empty; allowed: {KeyText.Allowed}.");
            return KeyText.Read(content, source, curve, required: Curve is not null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{source} cannot be read: {e.Message}", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private void Export(KeyFile file, Stream output)
    {
        using var key = file.Load() ?? throw new SettingException($"There is no key in {file.Path} yet: --identity makes one.");
        var bytes = KeyBytes.Of(key, Format);
        try
        {
            if (File == "-") output.Write(bytes);
            else PrivateFile.WriteNew(File, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"The key cannot be written to '{File}': {e.Message} Allowed: a file that is not there yet, in a directory that this user may write.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
