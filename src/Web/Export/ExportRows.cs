using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Api.Rows;
using PowerMeter.Web.Api.V1;
using PowerMeter.Web.Import;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Export;

/// <summary>The rows of one export, as the calls of the API write them; says on the way how far it is.</summary>
internal sealed class ExportRows(NpgsqlDataSource database, int sensorId, QuerySpan asked, ImportProgress progress)
{
    private static readonly TimeProvider Time = TimeProvider.System;

    private long _rows;

    /// <summary>As GET /api/v1/sensors/{id}/samples?format=csv.</summary>
    public async Task WriteSamplesAsync(PipeWriter pipe, CancellationToken cancel)
    {
        var (from, until) = asked.OrEverything();
        var recorded = await new RecordedSpanQuery(database).ReadAsync(sensorId, cancel);
        var (first, last) = (Math.Max(from, recorded?.First ?? from), Math.Min(until, recorded?.Last ?? until));
        var blocks = FollowAsync(new SampleRowQuery(database).StreamBlocksAsync(sensorId, from, until, null, cancel), first, last, cancel);
        await RowPipe.WriteBlocksAsync(pipe, new SampleCsv(AnswerFormat.CsvContentType), blocks, () => Task.CompletedTask, cancel);
    }

    /// <summary>As GET /api/v1/sensors/{id}/energy?format=csv.</summary>
    public async Task WriteEnergyAsync(PipeWriter pipe, BucketLength bucket, CancellationToken cancel)
    {
        var (from, until) = await asked.OrRecordedAsync(sensorId, new RecordedSpanQuery(database), Time, cancel);
        var reader = new SiteReader(database);
        var site = await reader.ReadAsync(cancel);
        using var cache = new SiteCache(reader, Time, NullLogger<SiteCache>.Instance);
        await cache.StartAsync(cancel);
        try
        {
            var energy = new EnergyStream(new EnergyQuery(database, cache));
            var bins = FollowAsync(energy.ReadAsync(sensorId, bucket.Edges(site.Calendar.Zone, from, until), cancel), from, until, cancel);
            await RowPipe.WriteAsync(pipe, new EnergyCsv(AnswerFormat.CsvContentType, site.Currency), bins, () => Task.CompletedTask, cancel);
        }
        finally
        {
            await cache.StopAsync(CancellationToken.None);
        }
    }

    private async IAsyncEnumerable<ReadOnlyMemory<SampleRow>> FollowAsync(
        IAsyncEnumerable<ReadOnlyMemory<SampleRow>> blocks, long first, long last, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var block in blocks.WithCancellation(cancel))
        {
            _rows += block.Length;
            progress.Report(_rows, Share(block.Span[^1].Time, first, last));
            yield return block;
        }
    }

    private async IAsyncEnumerable<EnergyBin> FollowAsync(IAsyncEnumerable<EnergyBin> bins, long from, long until, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var bin in bins.WithCancellation(cancel))
        {
            progress.Report(++_rows, Share(bin.End, from, until));
            yield return bin;
        }
    }

    private static double Share(long reached, long first, long last) => last > first ? (double)(reached - first) / (last - first) : 1;
}
