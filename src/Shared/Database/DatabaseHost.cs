using System.Globalization;
using System.Net;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Database;

/// <summary>One server's address.</summary>
/// <param name="Name">Host name, address (IPv6 without brackets) or directory of a Unix socket.</param>
/// <param name="Port">1 to 65535.</param>
public sealed record DatabaseHost(string Name, int Port)
{
    private const string OneAllowed = "a host name, an address or the directory of a Unix socket";
    private const string ListAllowed = "host names or addresses with commas between them, each once, with or without a port, such as db1,db2:5433";

    /// <summary>Whether nothing between us and it leaves this machine.</summary>
    public bool IsThisMachine =>
        IsSocket || Name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(Name, out var address) && IPAddress.IsLoopback(address));

    private bool IsSocket => Name[0] is '/' or '@';

    /// <summary>As Npgsql takes it in a list: with its port, IPv6 in brackets.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Name.Contains(':', StringComparison.Ordinal) ? $"[{Name}]" : Name)}:{Port}");

    /// <summary>Reads one host, or several with commas between them. Pure.</summary>
    /// <param name="key">What messages call the setting.</param>
    /// <param name="port">Of those that name none.</param>
    /// <returns>At least one.</returns>
    /// <exception cref="SettingException">It is neither.</exception>
    public static IReadOnlyList<DatabaseHost> Parse(string key, string text, int port)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        var hosts = parts.Select(part => ParseOne(part, port)).ToList();
        if (hosts.Count == 1) return hosts[0] is { } one ? [one] : throw SettingException.NotAllowed(key, text, OneAllowed);
        // A socket is on this machine, and what follows a failover is on another.
        var isList = hosts.All(host => host is { IsSocket: false }) && hosts.Distinct().Count() == hosts.Count;
        return isList ? [.. hosts.OfType<DatabaseHost>()] : throw SettingException.NotAllowed(key, text, ListAllowed);
    }

    private static DatabaseHost? ParseOne(string text, int port)
    {
        if (text.Length == 0 || text.Any(char.IsWhiteSpace)) return text is ['/' or '@', ..] ? new DatabaseHost(text, port) : null;
        if (text[0] is '/' or '@' || (IPAddress.TryParse(text, out _) && text[0] != '[')) return new DatabaseHost(text, port);
        var end = text[0] == '[' ? text.IndexOf(']', StringComparison.Ordinal) + 1 : text.IndexOf(':', StringComparison.Ordinal);
        if (end < 0) end = text.Length;
        var name = text[..end].Trim('[', ']');
        var rest = text[end..];
        if (Uri.CheckHostName(name) == UriHostNameType.Unknown) return null;
        if (rest.Length == 0) return new DatabaseHost(name, port);
        return rest[0] == ':' && int.TryParse(rest.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var own) && own is >= 1 and <= 65535
            ? new DatabaseHost(name, own)
            : null;
    }
}
