using Microsoft.Extensions.Hosting;

namespace PowerMeter.Tests.W3bstreamNode.Hosting;

/// <summary>A node inside of another program leaves that program's signals alone.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
