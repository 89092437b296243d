using System.Text.Json;
using Microsoft.Extensions.Logging;
using PowerMeter.Receiver.Ingest;

namespace PowerMeter.Receiver.Configuration;

/// <summary>
/// The configuration that was last seen, in a file beside the spool, so that a Receiver that starts while the database
/// is away knows its sensors and records.
/// </summary>
public sealed partial class ConfigurationCache(SpoolOptions spool, ReceiverOptions options, ILogger<ConfigurationCache> logger)
{
    private readonly string _file = Path.Combine(spool.Directory, "last-configuration.json");
    private string? _saved;

    /// <returns>Null when there is none, or none that can be read, or that of a Receiver of another name.</returns>
    public ReceiverConfiguration? Load()
    {
        try
        {
            if (!File.Exists(_file)) return null;
            _saved = File.ReadAllText(_file);
            return JsonSerializer.Deserialize<ReceiverConfiguration>(_saved) is { } known && known.Receiver == options.Name ? known : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            NotLoaded(logger, _file, e.Message);
            return null;
        }
    }

    /// <summary>Writes it when it differs from what is there. A failure is only logged: the file helps the next start, not this one.</summary>
    public void Save(ReceiverConfiguration configuration)
    {
        var text = JsonSerializer.Serialize(configuration);
        if (text == _saved) return;
        try
        {
            var temporary = $"{_file}.new";
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            using (var writer = new StreamWriter(stream))
            {
                writer.Write(text);
                writer.Flush();
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, _file, overwrite: true);
            _saved = text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NotSaved(logger, _file, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} cannot be read, the sensors are known when the database is there: {Reason}")]
    private static partial void NotLoaded(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} cannot be written: {Reason}")]
    private static partial void NotSaved(ILogger logger, string file, string reason);
}
