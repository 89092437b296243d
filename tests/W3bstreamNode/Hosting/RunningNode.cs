using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PowerMeter.Tests.W3bstreamNode.Arrivals;
using PowerMeter.Tests.W3bstreamNode.Endpoints;
using PowerMeter.Tests.W3bstreamNode.Failures;
using PowerMeter.Tests.W3bstreamNode.Verification;

namespace PowerMeter.Tests.W3bstreamNode.Hosting;

/// <summary>A stand-in for W3bstream that runs in this process, and what has arrived there.</summary>
public sealed class RunningNode : IAsyncDisposable
{
    private readonly NodeOptions _options;
    private readonly WebApplication _app;
    private readonly SignatureJudge _judge;
    private readonly Ledger _ledger;
    private readonly RefusalLog _refusals;
    private readonly FailureSwitch _failures = new();
    private readonly ReadingStore? _store;

    private RunningNode(NodeOptions options, TimeProvider clock, Ledger ledger, ReadingStore? store)
    {
        (_options, _ledger, _store) = (options, ledger, store);
        _refusals = new RefusalLog(clock);
        _judge = new SignatureJudge(options.OpenSsl);
        _app = NodeServer.Create(options, clock);
        Map(clock);
    }

    /// <summary>Where the page is; for tasks, the host to which <c>/v1/task</c> is added.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Where the devnet's readings are posted.</summary>
    public Uri PublishUrl => new(Url, _options.Path);

    /// <summary>
    /// What has arrived, was verified and is still in memory, in the order in which it was kept; repeats are among it and say so.
    /// </summary>
    public IReadOnlyList<ArrivedReading> Readings => _ledger.After(0, int.MaxValue);

    public NodeSummary Summary => _refusals.Complete(_ledger.Summarise());

    /// <summary>The last messages that were refused for what was in them, the oldest first.</summary>
    public IReadOnlyList<Refusal> Refusals => _refusals.Last;

    /// <summary>How it fails at present. A new one counts anew.</summary>
    public Failure Failure
    {
        get => _failures.Current;
        set => _failures.Current = value;
    }

    /// <summary>The process that runs @noble/curves; null before the first message.</summary>
    internal int? VerifierProcess => _judge.NobleProcess;

    /// <param name="options">Default: a free port, no token, memory only.</param>
    /// <exception cref="IOException">The port is taken, or the store or a certificate's file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">A line of the store is no reading.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The certificate or its key is no such thing.</exception>
    public static async Task<RunningNode> StartAsync(NodeOptions? options = null, TimeProvider? clock = null)
    {
        options ??= new NodeOptions();
        var ledger = new Ledger(options.Capacity, options.LateAfter);
        var store = options.StoreFile is null ? null : ReadingStore.Open(options.StoreFile, ledger);
        var node = new RunningNode(options, clock ?? TimeProvider.System, ledger, store);
        try
        {
            await node._app.StartAsync();
            var addresses = node._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
            node.Url = new Uri(addresses.Addresses.Single());
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>The readings of one device, each once, in the order in which they were kept.</summary>
    /// <param name="address">In any case.</param>
    public IReadOnlyList<ArrivedReading> ReadingsOf(string address) =>
        [.. Readings.Where(reading => reading.Repeat == Repeat.None && string.Equals(reading.Device.Address, address, StringComparison.OrdinalIgnoreCase))];

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _judge.DisposeAsync();
        _store?.Dispose();
    }

    private void Map(TimeProvider clock)
    {
        var intake = new Intake(_judge, _ledger, _store, _refusals, clock);
        var gate = new FailureGate(_failures, _refusals, clock);
        var taker = new MessageTaker(_refusals, _app.Services.GetRequiredService<ILogger<RunningNode>>());
        new DevnetEndpoint(_options, intake, taker, gate, _refusals).Map(_app);
        new TaskEndpoint(_options, intake, _ledger, taker, gate, _failures, clock).Map(_app);
        new ControlEndpoint(_failures).Map(_app);
        new ViewEndpoints(_ledger, _refusals).Map(_app);
        PageEndpoints.Map(_app);
    }
}
