namespace PowerMeter.Receiver.Drivers.Acs712;

/// <summary>
/// Puts lines together from the pieces in which a serial line delivers them; a line ends with LF, or CR LF. What comes
/// before the first line end is the rest of a line whose start was missed, and is dropped.
/// </summary>
public sealed class LineSplitter
{
    /// <summary>Bytes of the longest line.</summary>
    public const int MaxLength = 256;

    private readonly byte[] _line = new byte[MaxLength];
    private int _length;
    private State _state = State.Unsynchronised;

    private enum State
    {
        Unsynchronised,
        InLine,
        TooLong,
    }

    public delegate void LineHandler(ReadOnlySpan<byte> line);

    /// <param name="onLine">Gets each full line without its end.</param>
    /// <param name="onTooLong">Runs once for each line that is longer than <see cref="MaxLength"/>.</param>
    public void Push(ReadOnlySpan<byte> bytes, LineHandler onLine, Action onTooLong)
    {
        ArgumentNullException.ThrowIfNull(onLine);
        ArgumentNullException.ThrowIfNull(onTooLong);
        foreach (var b in bytes)
        {
            if (b == '\n')
            {
                if (_state == State.InLine) onLine(WithoutCarriageReturn());
                _state = State.InLine;
                _length = 0;
            }
            else if (_state == State.InLine)
            {
                if (_length < MaxLength)
                {
                    _line[_length++] = b;
                    continue;
                }

                _state = State.TooLong;
                onTooLong();
            }
        }
    }

    private ReadOnlySpan<byte> WithoutCarriageReturn() =>
        _line.AsSpan(0, _length > 0 && _line[_length - 1] == '\r' ? _length - 1 : _length);
}
