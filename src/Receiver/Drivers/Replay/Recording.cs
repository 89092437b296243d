using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.Replay;

/// <summary>A recorded file, read from its start to its end as it is played.</summary>
public static class Recording
{
    /// <param name="period">Between two lines of wire bytes that have no timing.</param>
    /// <exception cref="KernelException">It cannot be opened.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="RecordingException">It is empty, no regular file, or has a wrong heading.</exception>
    public static IEnumerable<RecordedReading> Read(string path, RecordingFormat format, TimeSpan period, CancellationToken cancel)
    {
        using var file = Open(path);
        foreach (var reading in Read(file, format, period, cancel)) yield return reading;
    }

    /// <param name="file">One that can be read twice.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="RecordingException">It has a wrong heading.</exception>
    public static IEnumerable<RecordedReading> Read(Stream file, RecordingFormat format, TimeSpan period, CancellationToken cancel)
    {
        var (isCsv, isTimed) = Recognise(file, format, cancel);
        var lines = new LineReader(file, cancel);
        if (isCsv) return CsvRecording.Read(lines);
        var wire = new WireRecording(lines, new Acs712Options("/"));
        return isTimed ? wire.ReadTimed() : wire.ReadRaw(period);
    }

    private static FileStream Open(string path)
    {
        var handle = RegularFile.OpenForReading(path);
        FileStream? file = null;
        try
        {
            file = new FileStream(handle, FileAccess.Read, bufferSize: 0);
            if (!file.CanSeek) throw new RecordingException(new Sentence("Replay_NoRegularFile"));
            return file.Length > 0 ? file : throw new RecordingException(new Sentence("Replay_Empty"));
        }
        catch (UnauthorizedAccessException e)
        {
            // What .NET says of a directory.
            throw new RecordingException(new Sentence("Replay_Directory"), e);
        }
        catch
        {
            file?.Dispose();
            handle.Dispose();
            throw;
        }
    }

    private static (bool IsCsv, bool IsTimed) Recognise(Stream file, RecordingFormat format, CancellationToken cancel)
    {
        var lines = new LineReader(file, cancel);
        while (lines.Next() && (lines.Line.IsEmpty || lines.Line[0] == '#'))
        {
            // Blank lines and remarks say nothing.
        }

        file.Position = 0;
        var isTimed = WireRecording.IsTimed(lines.Line);
        return (format == RecordingFormat.Csv || (format == RecordingFormat.Auto && !isTimed && lines.Line.Contains((byte)',')), isTimed);
    }
}
