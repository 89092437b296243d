using System.Text.Json;

namespace PowerMeter.Receiver.Dating;

/// <summary>What outlives the Receiver of what it knew of the clock, in a file beside the spool. All in microseconds.</summary>
/// <param name="BootId">The start of the machine by which the uptimes count.</param>
/// <param name="Newest">See <see cref="ClockTrust.Newest"/>: known so even while the database is away.</param>
/// <param name="SteadySince">See <see cref="ClockTrust.SteadySince"/>.</param>
/// <param name="Offset">See <see cref="ClockTrust.Offset"/>.</param>
public sealed record ClockMemory(string BootId, long? Newest, long SteadySince, long? Offset)
{
    private const string FileName = "clock.json";

    /// <returns>Null when there is none that can be read: then the database says what the newest sample is.</returns>
    public static ClockMemory? Load(string directory)
    {
        try
        {
            var path = Path.Combine(directory, FileName);
            return File.Exists(path) ? JsonSerializer.Deserialize<ClockMemory>(File.ReadAllText(path)) : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string directory)
    {
        var path = Path.Combine(directory, FileName);
        File.WriteAllText($"{path}.new", JsonSerializer.Serialize(this));
        File.Move($"{path}.new", path, overwrite: true);
    }
}
