using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using PowerMeter.Receiver;
using PowerMeter.Receiver.Configuration;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks;

/// <summary>The Receiver's own way into the database, without its drivers.</summary>
internal sealed class ReceiverParts : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly string _directory = Directory.CreateTempSubdirectory("powermeter-bench-").FullName;

    private ReceiverParts(TestDatabase database)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection([new("Spool:Directory", Path.Combine(_directory, "spool"))]);
        builder.Services.AddLogging();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(database.Receiver);
        builder.Services.AddSingleton<CurrentSite>();
        builder.Services.AddSingleton<ConfigurationReader>();
        builder.AddIngest();
        _host = builder.Build();
    }

    public static async Task<ReceiverParts> StartAsync(TestDatabase database)
    {
        var parts = new ReceiverParts(database);
        var services = parts._host.Services;
        services.GetRequiredService<CurrentSite>().Use(await services.GetRequiredService<ConfigurationReader>().ReadAsync(CancellationToken.None));
        await parts._host.StartAsync();
        return parts;
    }

    public SampleQueue Queue => _host.Services.GetRequiredService<SampleQueue>();

    /// <summary>Writes in chunks as big as the history of the demo is.</summary>
    public async Task WriteInChunksAsync(IEnumerable<Sample> samples)
    {
        await using var table = ActivatorUtilities.CreateInstance<MeasureTable>(_host.Services, _host.Services.GetRequiredService<NpgsqlDataSource>());
        foreach (var chunk in samples.Chunk(100_000)) await table.WriteAsync(chunk, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        Directory.Delete(_directory, true);
    }
}
