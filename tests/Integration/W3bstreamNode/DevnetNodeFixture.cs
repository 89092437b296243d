using PowerMeter.Tests.W3bstreamNode.Hosting;
using PowerMeter.Tests.W3bstreamNode.Verification;
using Xunit;

namespace PowerMeter.Tests.Integration.W3bstreamNode;

/// <summary>A node that asks OpenSSL's command about each signature as well. A test looks at its own devices only.</summary>
public sealed class DevnetNodeFixture : IAsyncLifetime
{
    public RunningNode Node { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Node = await RunningNode.StartAsync(new NodeOptions { Token = NodeCalls.Token, OpenSsl = OpenSslUse.All });

    public ValueTask DisposeAsync() => Node.DisposeAsync();
}
