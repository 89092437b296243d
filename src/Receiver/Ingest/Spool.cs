using System.Globalization;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Ingest;

/// <summary>
/// Samples on disk, in the order in which they came. What <see cref="Append"/> has returned from survives a power cut.
/// Drained samples leave with their file, so after a crash some come twice: writing them twice changes nothing. When the
/// spool is full, its oldest file goes and its samples are counted.
/// </summary>
public sealed class Spool : IDisposable
{
    private const int BlockLength = SpoolFrame.MaxLength + 64 * 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<SpoolSegment> _segments = new();
    private readonly string _directory;
    private readonly long _maxBytes;
    private readonly long _maxSegmentBytes;
    private readonly Func<string, FileStream> _create;
    private readonly FileStream _lock;
    private FileStream? _writing;
    private long _nextNumber = 1;

    private Spool(string directory, long maxBytes, Func<string, FileStream> create, FileStream lockFile)
    {
        _directory = directory;
        _maxBytes = maxBytes;
        _maxSegmentBytes = Math.Min(4 * 1024 * 1024, maxBytes / 4);
        _create = create;
        _lock = lockFile;
    }

    /// <summary>Samples that wait.</summary>
    public long Depth { get; private set; }

    /// <summary>Samples that were thrown away because the spool was full, since it was opened.</summary>
    public long Dropped { get; private set; }

    /// <summary>Damaged places that were passed over, since it was opened.</summary>
    public long Damaged { get; private set; }

    /// <summary>Samples that these places held, by their length.</summary>
    public long DamagedSamples { get; private set; }

    /// <summary>Bytes of an unfinished write that were cut off when it was opened.</summary>
    public long TornBytes { get; private set; }

    /// <summary>Makes the directory if there is none, and finds what was left in it.</summary>
    /// <param name="create">Makes a segment's file; a test may give one that fails.</param>
    /// <exception cref="SettingException">Another Receiver uses the directory, or it cannot be written.</exception>
    public static Spool Open(SpoolOptions options, Func<string, FileStream>? create = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var spool = new Spool(options.Directory, options.MaxBytes, create ?? CreateFile, TakeLock(options.Directory));
        foreach (var path in Directory.EnumerateFiles(options.Directory, "*.spool").Order(StringComparer.Ordinal)) spool.Recover(path);
        return spool;
    }

    /// <summary>Returns when the samples are on the disk.</summary>
    /// <exception cref="IOException">They are not, such as when the disk is full; the spool is as before.</exception>
    public void Append(ReadOnlySpan<Sample> samples)
    {
        lock (_gate)
            for (; samples.Length > 0; samples = samples[Math.Min(samples.Length, SpoolFrame.MaxSamples)..])
                AppendFrame(samples[..Math.Min(samples.Length, SpoolFrame.MaxSamples)]);
    }

    /// <summary>The oldest samples, up to some 5,000; null when none wait.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    public SpoolChunk? Peek()
    {
        lock (_gate)
        {
            while (_segments.First?.Value is { } segment)
            {
                if (ReadChunk(segment) is { } chunk) return chunk;
                Depth -= segment.Waiting;
                Remove(segment);
            }

            return null;
        }
    }

    /// <summary>The chunk's samples are in the database.</summary>
    public void Confirm(SpoolChunk chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        lock (_gate)
        {
            var segment = chunk.Segment!;
            if (segment.Dropped)
            {
                // It was thrown away meanwhile, but these were saved.
                Dropped -= chunk.Samples.Length;
                return;
            }

            segment.Position = chunk.End;
            segment.Waiting -= chunk.Samples.Length;
            Depth -= chunk.Samples.Length;
            if (segment.Position >= segment.Length) Remove(segment);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _writing?.Dispose();
            _writing = null;
            _lock.Dispose();
        }
    }

    private void AppendFrame(ReadOnlySpan<Sample> samples)
    {
        var length = SpoolFrame.LengthOf(samples.Length);
        var segment = SegmentFor(length);
        var frame = new byte[length];
        SpoolFrame.Write(samples, frame);
        try
        {
            _writing!.Write(frame);
            _writing.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            CutBack(segment);
            throw;
        }

        segment.Length += length;
        segment.Waiting += samples.Length;
        Depth += samples.Length;
        while (_segments.Count > 1 && _segments.Sum(each => each.Length) > _maxBytes) DropOldest();
    }

    private SpoolSegment SegmentFor(int length)
    {
        if (_writing is not null && _segments.Last is { } last && last.Value.Length + length <= _maxSegmentBytes) return last.Value;
        CloseWriting();
        var number = _nextNumber++;
        var path = Path.Combine(_directory, number.ToString("D12", CultureInfo.InvariantCulture) + ".spool");
        _writing = _create(path);
        var segment = new SpoolSegment(number, path);
        _segments.AddLast(segment);
        DirectoryFlush.Flush(_directory);
        return segment;
    }

    /// <summary>Leaves no half-written frame; if even that fails, the next frame goes into a new file.</summary>
    private void CutBack(SpoolSegment segment)
    {
        try
        {
            _writing!.SetLength(segment.Length);
            _writing.Position = segment.Length;
        }
        catch (IOException)
        {
            CloseWriting();
        }
    }

    private SpoolChunk? ReadChunk(SpoolSegment segment)
    {
        var samples = new List<Sample>();
        while (segment.Position < segment.Length)
        {
            var block = segment.Read(BlockLength);
            var at = 0;
            for (int count; (count = SpoolFrame.CountAt(block.AsSpan(at))) > 0; at += SpoolFrame.LengthOf(count))
                SpoolFrame.Read(block.AsSpan(at), count, samples);
            if (at > 0) return new SpoolChunk(segment, samples, segment.Position + at);

            Damaged++;
            var rest = segment.Read((int)(segment.Length - segment.Position));
            var next = SpoolFrame.Find(rest, 1);
            var lost = next < 0 ? segment.Length - segment.Position : next;
            DamagedSamples += Math.Max(1, lost / SpoolFrame.SampleLength);
            segment.Position += lost;
        }

        return null;
    }

    private void DropOldest()
    {
        var segment = _segments.First!.Value;
        segment.Dropped = true;
        Dropped += segment.Waiting;
        Depth -= segment.Waiting;
        Remove(segment);
    }

    private void Remove(SpoolSegment segment)
    {
        if (_segments.Last?.Value == segment) CloseWriting();
        File.Delete(segment.Path);
        _segments.Remove(segment);
    }

    private void CloseWriting()
    {
        _writing?.Dispose();
        _writing = null;
    }

    private void Recover(string path)
    {
        if (!long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return;
        _nextNumber = Math.Max(_nextNumber, number + 1);
        var (segment, torn) = SpoolSegment.Recover(number, path);
        TornBytes += torn;
        if (segment is null) return;
        Depth += segment.Waiting;
        _segments.AddLast(segment);
    }

    // Unbuffered: a write that failed leaves nothing behind to be written later.
    private static FileStream CreateFile(string path) =>
        new(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    private static FileStream TakeLock(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            return new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"Spool:Directory is '{directory}'; allowed: a directory that this user may write and no other Receiver uses. {e.Message}", e);
        }
    }
}
