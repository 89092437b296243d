using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace PowerMeter.Receiver.Drivers;

/// <summary>
/// The few numbers that a driver must know again after a restart, such as a radio's last packet timer. They are saved in
/// one small file, at most once a minute and when the sensor stops, and the disk is left to flush it when it likes: after
/// a power cut the numbers are a minute old. A file that cannot be read or written is said, and the sensor goes on.
/// </summary>
public sealed partial class SensorMemory : IDisposable
{
    private static readonly TimeSpan SavePause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly string? _file;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Dictionary<string, long> _values;
    private ITimer? _pause;
    private bool _changed;
    private bool _failed;
    private bool _disposed;

    /// <summary>One that lasts as long as the object.</summary>
    public SensorMemory()
        : this(null, TimeProvider.System, NullLogger.Instance)
    {
    }

    /// <param name="file">Null: it lasts as long as the object.</param>
    public SensorMemory(string? file, TimeProvider time, ILogger logger)
    {
        _file = file;
        _time = time;
        _logger = logger;
        _values = Load();
    }

    /// <returns>Null: never written.</returns>
    public long? Read(string key)
    {
        lock (_gate) return _values.TryGetValue(key, out var value) ? value : null;
    }

    /// <summary>Never fails, and costs nothing but memory within a minute of the last time that the file was written.</summary>
    public void Write(string key, long value)
    {
        lock (_gate)
        {
            // A driver that was left behind because it would not stop must not overwrite its successor's.
            if (_disposed || (_values.TryGetValue(key, out var old) && old == value)) return;
            _values[key] = value;
            _changed = true;
            if (_pause is null) SaveAndPause();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            _pause?.Dispose();
            if (_changed) Save();
        }
    }

    private void SaveAndPause()
    {
        Save();
        if (_file is not null) _pause = _time.CreateTimer(_ => PauseEnded(), null, SavePause, Timeout.InfiniteTimeSpan);
    }

    private void PauseEnded()
    {
        lock (_gate)
        {
            _pause?.Dispose();
            _pause = null;
            if (_changed && !_disposed) SaveAndPause();
        }
    }

    private Dictionary<string, long> Load()
    {
        try
        {
            if (_file is not null && File.Exists(_file)) return JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllText(_file)) ?? [];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            NotRead(_logger, _file!, e.Message);
        }

        return [];
    }

    private void Save()
    {
        if (_file is null) return;
        try
        {
            var temporary = $"{_file}.new";
            File.WriteAllText(temporary, JsonSerializer.Serialize(_values));
            File.Move(temporary, _file, overwrite: true);
            _changed = _failed = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Once, not every minute; it is tried again at the next.
            if (!_failed) NotWritten(_logger, _file, e.Message);
            _failed = true;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} cannot be read, so what the sensor remembered is forgotten: {Reason}")]
    private static partial void NotRead(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} cannot be written, so what the sensor remembers will not outlive this process: {Reason}")]
    private static partial void NotWritten(ILogger logger, string file, string reason);
}
