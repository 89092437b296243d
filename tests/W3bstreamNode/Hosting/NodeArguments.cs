using System.Globalization;
using System.Net;
using PowerMeter.Tests.W3bstreamNode.Messages;
using PowerMeter.Tests.W3bstreamNode.Verification;

namespace PowerMeter.Tests.W3bstreamNode.Hosting;

/// <summary>The node's command line.</summary>
internal static class NodeArguments
{
    public const int DefaultPort = 8091;

    public const string Usage = """
        A stand-in for W3bstream: takes readings, verifies every signature, shows them.

          --port N                 port, 0 for a free one (0 to 65535; default 8091)
          --address IP             address to listen on (default 127.0.0.1)
          --path PATH              where readings are posted (default /srv-applet-mgr/v0/event/powermeter)
          --token-file FILE        holds the publisher's token; without it any token is taken
          --project ID             the only project whose tasks are taken (default: any)
          --signed-keys A,B        values of the payload that the project has signed beside the hash
          --approve ADDRESS|any    a device whose tasks are taken, can be repeated (default: any)
          --https-certificate FILE, --https-key FILE   PEM; both for HTTPS, with HTTP/1.1 and HTTP/2
          --store FILE             keep readings in this file, and know them after a restart
          --openssl all|sample|none    which signatures OpenSSL's command verifies too (default sample)
          --reference-applet       refuse integers and 0, as the reference applet does
          --no-applet              take readings, but have no applet for them
          --late-after SECONDS     from when on a reading counts as late (0 to 86400; default 10)
          --capacity N             how many readings are kept in memory (1 to 1000000; default 200000)
        """;

    /// <exception cref="FormatException">The message says what was wrong and what is allowed.</exception>
    public static NodeOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new NodeOptions { Port = DefaultPort };
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--reference-applet" => options with { ReferenceApplet = true },
                "--no-applet" => options with { HasApplet = false },
                var name when i + 1 < arguments.Count => With(options, name, arguments[++i]),
                var name => throw new FormatException($"'{name}' is no option, or needs a value after it.\n{Usage}"),
            };
        }

        if (options.CertificateFile is null != options.KeyFile is null)
            throw new FormatException("--https-certificate and --https-key go together, and one of them was given.");
        return options;
    }

    private static NodeOptions With(NodeOptions options, string name, string value) => name switch
    {
        "--port" => options with { Port = Number(name, value, 0, 65535) },
        "--address" => options with { Address = IPAddress.TryParse(value, out var ip) ? ip : throw NotAllowed(name, value, "an IP address") },
        "--path" => options with { Path = PathOf(name, value) },
        "--token-file" => options with { Token = TokenIn(value) },
        "--project" => options with { Project = value.Length is > 0 and <= 78 && value.All(char.IsAsciiDigit) ? value : throw NotAllowed(name, value, "a decimal number") },
        "--signed-keys" => options with { SignedKeys = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) },
        "--approve" => options with { Approved = Approve(options.Approved, name, value) },
        "--https-certificate" => options with { CertificateFile = value },
        "--https-key" => options with { KeyFile = value },
        "--store" => options with { StoreFile = value },
        "--openssl" => options with { OpenSsl = Use(name, value) },
        "--late-after" => options with { LateAfter = TimeSpan.FromSeconds(Number(name, value, 0, 86_400)) },
        "--capacity" => options with { Capacity = Number(name, value, 1, 1_000_000) },
        _ => throw new FormatException($"There is no option '{name}'.\n{Usage}"),
    };

    private static IReadOnlyList<string>? Approve(IReadOnlyList<string>? approved, string name, string value) =>
        value == "any" ? null
        : SignatureText.IsAddress(value) ? [.. approved ?? [], value]
        : throw NotAllowed(name, value, "any, or 0x and 40 hexadecimal digits");

    // Other paths of the node are not to be hidden by it.
    private static string PathOf(string name, string value) =>
        value.StartsWith('/') && value.Length > 1 && value.Trim('/').Contains('/') && !value.Contains('{') && !value.Contains('?')
        && !value.StartsWith("/v1/task", StringComparison.Ordinal)
            ? value
            : throw NotAllowed(name, value, "a path of two parts or more, such as /srv-applet-mgr/v0/event/powermeter");

    private static OpenSslUse Use(string name, string value) => value switch
    {
        "all" => OpenSslUse.All,
        "sample" => OpenSslUse.Sample,
        "none" => OpenSslUse.None,
        _ => throw NotAllowed(name, value, "all, sample or none"),
    };

    private static string TokenIn(string file)
    {
        try
        {
            var token = File.ReadAllText(file).Trim();
            return token.Length > 0 ? token : throw new FormatException($"The token's file {file} is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The token's file cannot be read: {e.Message}", e);
        }
    }

    private static int Number(string name, string value, int min, int max) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw NotAllowed(name, value, FormattableString.Invariant($"a whole number from {min} to {max}"));

    private static FormatException NotAllowed(string name, string given, string allowed) => new($"{name} is '{given}'; allowed: {allowed}.");
}
