using System.Diagnostics;

namespace PowerMeter.Web.Monitoring;

/// <summary>What this process uses, under the names that Prometheus' own clients give it.</summary>
internal static class ProcessFigures
{
    public static void WriteTo(MetricText text)
    {
        using var process = Process.GetCurrentProcess();
        text.One("process_cpu_seconds_total", MetricKind.Counter, "Processor time used, of all cores, in seconds.", process.TotalProcessorTime.TotalSeconds);
        text.One("process_resident_memory_bytes", MetricKind.Gauge, "Resident memory in bytes.", process.WorkingSet64);
        text.One("process_start_time_seconds", MetricKind.Gauge, "When the process was started, in unix seconds.", new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0);
        text.One("process_threads", MetricKind.Gauge, "Threads of the operating system.", process.Threads.Count);
        // Only Linux tells.
        if (Directory.Exists("/proc/self/fd")) text.One("process_open_fds", MetricKind.Gauge, "Open file descriptors.", Directory.EnumerateFileSystemEntries("/proc/self/fd").Count());
        text.One("dotnet_gc_heap_size_bytes", MetricKind.Gauge, "Bytes in the managed heap.", GC.GetTotalMemory(false));
        text.Family("dotnet_gc_collections_total", MetricKind.Counter, "Garbage collections, by generation.");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
            text.Sample(GC.CollectionCount(generation), ("generation", generation.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }
}
