using System.Net;
using PowerMeter.Tests.W3bstreamNode.Verification;

namespace PowerMeter.Tests.W3bstreamNode.Hosting;

/// <summary>What a node is to be.</summary>
public sealed record NodeOptions
{
    public const string DefaultPath = "/srv-applet-mgr/v0/event/powermeter";

    /// <summary>0 for a free one.</summary>
    public int Port { get; init; }

    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Where readings of the devnet are posted; its last part is the channel.</summary>
    public string Path { get; init; } = DefaultPath;

    /// <summary>The publisher's token that the devnet's messages must bring; null to take any.</summary>
    public string? Token { get; init; }

    /// <summary>The only project whose tasks are taken, a decimal number; null for any.</summary>
    public string? Project { get; init; }

    /// <summary>The payload's values that the project has signed beside the hash.</summary>
    public IReadOnlyList<string> SignedKeys { get; init; } = [];

    /// <summary>The addresses of the devices whose tasks are taken; null for any device.</summary>
    public IReadOnlyList<string>? Approved { get; init; }

    /// <summary>In PEM, with the certificates between it and its root; null for plain HTTP.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>In PEM, without a password.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Where readings are kept over restarts; null for memory only.</summary>
    public string? StoreFile { get; init; }

    public OpenSslUse OpenSsl { get; init; }

    /// <summary>Integers and 0 are refused as readings.</summary>
    public bool ReferenceApplet { get; init; }

    /// <summary>Whether an applet is there for the readings; without, <c>results</c> is empty.</summary>
    public bool HasApplet { get; init; } = true;

    /// <summary>How many readings are kept in memory, 1 to 1,000,000.</summary>
    public int Capacity { get; init; } = 200_000;

    /// <summary>From when on a reading counts as late.</summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a task is packed, and then assigned.</summary>
    public TimeSpan TaskStep { get; init; } = TimeSpan.FromSeconds(2);
}
