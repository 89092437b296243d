namespace PowerMeter.Receiver.Drivers.Replay;

/// <summary>The lines of a file of any size, one after the other, in a buffer that does not grow.</summary>
internal sealed class LineReader(Stream file, CancellationToken cancel)
{
    /// <summary>Bytes of the longest line; of a longer one the rest is passed over.</summary>
    public const int MaxLength = 1024;

    private readonly byte[] _block = new byte[8192];
    private readonly byte[] _line = new byte[MaxLength];
    private int _at;
    private int _end;
    private int _length;

    /// <summary>Without its line end, LF or CR LF.</summary>
    public ReadOnlySpan<byte> Line => _line.AsSpan(0, _length > 0 && _line[_length - 1] == '\r' ? _length - 1 : _length);

    /// <summary>Of the line, from 1.</summary>
    public int Number { get; private set; }

    public bool IsTooLong { get; private set; }

    /// <summary>False for a last line that the file ends in.</summary>
    public bool IsComplete { get; private set; }

    /// <returns>False at the end of the file.</returns>
    /// <exception cref="IOException">The file cannot be read on.</exception>
    public bool Next()
    {
        _length = 0;
        IsTooLong = false;
        IsComplete = false;
        var any = false;
        while (_at < _end || Fill())
        {
            any = true;
            var piece = _block.AsSpan(_at, _end - _at);
            var end = piece.IndexOf((byte)'\n');
            Keep(end < 0 ? piece : piece[..end]);
            _at += end < 0 ? piece.Length : end + 1;
            IsComplete = end >= 0;
            if (IsComplete) break;
        }

        if (any) Number++;
        return any;
    }

    private bool Fill()
    {
        // A line may be as long as the file.
        cancel.ThrowIfCancellationRequested();
        _at = 0;
        _end = file.Read(_block);
        return _end > 0;
    }

    private void Keep(ReadOnlySpan<byte> piece)
    {
        var room = MaxLength - _length;
        if (piece.Length > room)
        {
            IsTooLong = true;
            piece = piece[..room];
        }

        piece.CopyTo(_line.AsSpan(_length));
        _length += piece.Length;
    }
}
