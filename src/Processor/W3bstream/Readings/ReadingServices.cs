using Microsoft.Extensions.Logging;
using Npgsql;

namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>What a run needs besides its settings.</summary>
internal sealed record ReadingServices(
    NpgsqlDataSource Database, ReadingScan Scan, ReadingMaker Maker, OutboxSignal Outbox, FaultNote Fault, TimeProvider Time, ILogger Logger);
