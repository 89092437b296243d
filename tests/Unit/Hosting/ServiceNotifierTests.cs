using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PowerMeter.Shared.Hosting;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Hosting;

public sealed class ServiceNotifierTests : IDisposable
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(30);
    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly LifeSigns _life;
    private readonly MessageBoard _board;

    public ServiceNotifierTests()
    {
        _life = new LifeSigns(_time);
        _board = new MessageBoard(_time);
    }

    public void Dispose()
    {
        _board.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task It_is_ready_when_everything_has_started_and_not_before()
    {
        using var listener = new NotifyListener(Path.Combine(_directory.Path, "notify"));
        var gate = new TaskCompletionSource();
        using var host = CreateHost(listener, null, new SlowStart(gate.Task));
        var starting = host.StartAsync(Cancel);
        // The service before it in the row has begun, and so has this one.
        listener.HasMore.ShouldBeFalse();
        gate.SetResult();
        await starting;
        (await listener.NextAsync()).ShouldBe("READY=1");
        await host.StopAsync(Cancel);
        (await listener.NextAsync()).ShouldBe("STOPPING=1");
        listener.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task It_says_that_it_lives_at_half_of_the_watchdogs_time()
    {
        using var listener = new NotifyListener($"@powermeter-{Guid.NewGuid():N}");
        using var host = await StartAsync(listener);
        for (var i = 0; i < 4; i++)
        {
            _time.Advance((Watchdog / 2) - TimeSpan.FromMilliseconds(1));
            listener.HasMore.ShouldBeFalse();
            _time.Advance(TimeSpan.FromMilliseconds(1));
            (await listener.NextAsync()).ShouldBe("WATCHDOG=1");
        }

        await host.StopAsync(Cancel);
        (await listener.NextAsync()).ShouldBe("STOPPING=1");
    }

    [Fact]
    public async Task It_is_silent_while_a_loop_hangs()
    {
        using var listener = new NotifyListener(Path.Combine(_directory.Path, "notify"));
        using var host = await StartAsync(listener);
        using var work = _life.Begin("waiting for ever", TimeSpan.FromSeconds(20));
        _time.Advance(Watchdog / 2);
        (await listener.NextAsync()).ShouldBe("WATCHDOG=1");
        _time.Advance(Watchdog / 2);
        var said = new List<ProcessMessage>();
        await Eventually.BecomesTrueAsync("it complains of what hangs", () =>
        {
            said.AddRange(_board.Take());
            return Task.FromResult(said.Count > 0);
        });
        said.ShouldHaveSingleItem().Text.ShouldContain("waiting for ever");
        for (var i = 0; i < 4; i++) _time.Advance(Watchdog / 2);
        await host.StopAsync(Cancel);
        (await listener.NextAsync()).ShouldBe("STOPPING=1");
        listener.HasMore.ShouldBeFalse();
        _board.Take().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_listener_that_is_gone_stops_nothing()
    {
        var listener = new NotifyListener(Path.Combine(_directory.Path, "notify"));
        using var host = await StartAsync(listener);
        listener.Dispose();
        _time.Advance(Watchdog / 2);
        await host.StopAsync(Cancel);
        host.Services.GetServices<IHostedService>().OfType<ServiceNotifier>().Single().ExecuteTask!.IsFaulted.ShouldBeFalse();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A host that has said that it is ready and, for the first time, that it lives.</summary>
    private async Task<IHost> StartAsync(NotifyListener listener)
    {
        var host = CreateHost(listener, Watchdog);
        await host.StartAsync(Cancel);
        (await listener.NextAsync()).ShouldBe("READY=1");
        (await listener.NextAsync()).ShouldBe("WATCHDOG=1");
        return host;
    }

    private IHost CreateHost(NotifyListener listener, TimeSpan? watchdog, params IHostedService[] others)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSingleton(_life);
        builder.Logging.AddProvider(_board);
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<ServiceNotifier>(services, new NotifySocket(listener.Address, watchdog)));
        foreach (var other in others) builder.Services.AddSingleton(other);
        return builder.Build();
    }

    private sealed class SlowStart(Task gate) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => gate.WaitAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
