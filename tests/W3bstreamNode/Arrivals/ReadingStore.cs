using System.Text.Json;

namespace PowerMeter.Tests.W3bstreamNode.Arrivals;

/// <summary>
/// A file with a line of JSON for each reading that was kept, so that a killed node still knows. A line is with the kernel before the
/// sender gets his answer: it outlives the process, though not a power cut.
/// </summary>
public sealed class ReadingStore : IDisposable
{
    private const int LongestLine = 64 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly Lock _lock = new();
    private readonly FileStream _file;

    private ReadingStore(FileStream file) => _file = file;

    /// <summary>Opens or makes the file, and puts what is in it into the ledger. Half a line at its end is taken away.</summary>
    /// <exception cref="IOException">It cannot be opened, or another node has it open.</exception>
    /// <exception cref="InvalidDataException">A line in it is no reading.</exception>
    public static ReadingStore Open(string path, Ledger ledger)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        // FileShare.None is an advisory lock, which another node sees; a person's tools do not.
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        try
        {
            file.SetLength(Load(file, path, ledger));
            file.Seek(0, SeekOrigin.End);
            return new ReadingStore(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <exception cref="IOException">The disk is full, or away: nothing of the line stays.</exception>
    public void Append(Arrival arrival)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(arrival, Json);
        lock (_lock)
        {
            var end = _file.Position;
            try
            {
                _file.Write([.. line, (byte)'\n']);
                _file.Flush();
            }
            catch (Exception e) when (e is IOException or ArgumentOutOfRangeException) // .NET's for a file that grows too large
            {
                _file.SetLength(end);
                _file.Seek(end, SeekOrigin.Begin);
                throw new IOException($"A reading could not be stored: {e.Message}", e);
            }
        }
    }

    public void Dispose() => _file.Dispose();

    /// <returns>How long the whole lines are.</returns>
    private static long Load(FileStream file, string path, Ledger ledger)
    {
        // Not disposed, since the file stays open.
        var reader = new BufferedStream(file, 1 << 16);
        var (line, whole, number) = (new List<byte>(1024), 0L, 0L);
        for (var next = reader.ReadByte(); next >= 0; next = reader.ReadByte())
        {
            if (next != '\n')
            {
                if (line.Count >= LongestLine) throw new InvalidDataException($"Line {number + 1} of {path} is no reading: it has more than {LongestLine} bytes.");
                line.Add((byte)next);
                continue;
            }

            number++;
            ledger.Take(Parse([.. line], path, number), number);
            whole += line.Count + 1;
            line.Clear();
        }

        return whole;
    }

    private static Arrival Parse(byte[] line, string path, long number)
    {
        try
        {
            return JsonSerializer.Deserialize<Arrival>(line, Json) is { Device.Address: not null } arrival
                ? arrival
                : throw new InvalidDataException($"Line {number} of {path} is no reading.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Line {number} of {path} is no reading: {e.Message}", e);
        }
    }
}
