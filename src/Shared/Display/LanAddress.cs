using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Display;

/// <summary>Where the pages are to be had in the local network, as one types it into a browser.</summary>
/// <param name="listening">Where Web listens; 0.0.0.0 or :: for all addresses of the machine; null for nowhere.</param>
/// <param name="port">Of Web.</param>
public sealed class LanAddress(IPAddress? listening, int port, TimeProvider time)
{
    public const string DefaultListening = "0.0.0.0";
    public const int DefaultPort = 8080;

    private const int HttpPort = 80;

    /// <summary>Networks come and go seldom, and asking for them costs more than the rest of a picture.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private (IPAddress? Address, long AskedAt)? _known;

    /// <summary>Reads where Web listens from the section that is Web's: the processes share one file. What is wrong there stops Web, and nothing else.</summary>
    public static LanAddress Read(IConfiguration configuration, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var reader = new SettingReader(configuration.GetSection("Web"), "Web");
        try
        {
            return new LanAddress(
                IPAddress.TryParse(reader.Text("Address", DefaultListening), out var address) ? address : null, reader.WholeNumber("Port", DefaultPort, 1, 65535), time);
        }
        catch (SettingException)
        {
            return new LanAddress(null, DefaultPort, time);
        }
    }

    /// <returns>Such as <c>192.168.1.20:8080</c>; null while the machine has no address.</returns>
    public string? Find() =>
        Format(IPAddress.Any.Equals(listening) || IPAddress.IPv6Any.Equals(listening) ? Known() : listening, port);

    /// <summary>Without the port of HTTP, which every browser knows.</summary>
    internal static string? Format(IPAddress? address, int port) => address is null
        ? null
        : address.AddressFamily == AddressFamily.InterNetworkV6
            ? string.Create(CultureInfo.InvariantCulture, $"[{address}]{(port == HttpPort ? "" : $":{port}")}")
            : string.Create(CultureInfo.InvariantCulture, $"{address}{(port == HttpPort ? "" : $":{port}")}");

    private IPAddress? Known()
    {
        lock (_lock)
        {
            if (_known is not { } known || time.GetElapsedTime(known.AskedAt) > Fresh) _known = known = (OfThisMachine(), time.GetTimestamp());
            return known.Address;
        }
    }

    private static IPAddress? OfThisMachine()
    {
        try
        {
            return NetworkInterface.GetAllNetworkInterfaces()
                .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                .Select(network => network.GetIPProperties())
                // The network that leads out is the house's; those of containers lead nowhere.
                .OrderByDescending(properties => properties.GatewayAddresses.Any(gateway => gateway.Address.AddressFamily == AddressFamily.InterNetwork))
                .SelectMany(properties => properties.UnicastAddresses)
                .Select(unicast => unicast.Address)
                .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
        }
        catch (NetworkInformationException)
        {
            return null;
        }
    }
}
