namespace PowerMeter.Tests.TestKit;

/// <summary>
/// Makes inputs for decoders: a seed with some changes, two seeds grown together, or bytes by chance. The same random
/// seed and the same seeds give the same inputs, on every machine.
/// </summary>
public sealed class Mutator
{
    /// <summary>Bytes of the longest input: longer than any decoder's buffer.</summary>
    public const int MaxLength = 1024;

    private const int MostChanges = 4;

    /// <summary>Where lengths, signs and counters turn over, and the bytes that text formats are made of.</summary>
    private static readonly byte[] Edges = [0x00, 0x01, 0x0F, 0x7F, 0x80, 0xFE, 0xFF, .. "\r\n\t ,;:|.-+0159eE\"{}[]xX%&="u8];

    private readonly Random _random;
    private readonly byte[][] _seeds;
    private readonly byte[] _bytes = new byte[MaxLength];
    private int _length;

    /// <param name="seeds">At least one; what is beyond <see cref="MaxLength"/> is cut off.</param>
    public Mutator(int randomSeed, IEnumerable<byte[]> seeds)
    {
        _random = new Random(randomSeed);
        _seeds = [.. seeds.Select(seed => seed[..Math.Min(seed.Length, MaxLength)])];
        if (_seeds.Length == 0) throw new ArgumentException("A mutator needs at least one seed.", nameof(seeds));
    }

    /// <returns>Zero to <see cref="MaxLength"/> bytes, an array of their own.</returns>
    public byte[] Next()
    {
        _length = 0;
        switch (_random.Next(16))
        {
            case 0: InsertChance(0, _random.Next(64)); break;
            case 1: Splice(); break;
            default: Insert(0, Seed()); break;
        }

        for (var changes = _random.Next(MostChanges + 1); changes > 0; changes--) Change();
        return _bytes[.._length];
    }

    private ReadOnlySpan<byte> Seed() => _seeds[_random.Next(_seeds.Length)];

    private void Splice()
    {
        var first = Seed();
        Insert(0, first[.._random.Next(first.Length + 1)]);
        var second = Seed();
        Insert(_length, second[_random.Next(second.Length + 1)..]);
    }

    private void Change()
    {
        var at = _random.Next(_length + 1);
        var end = Math.Min(_length, at + 1 + _random.Next(8));
        switch (_random.Next(9))
        {
            case 0 when at < _length: _bytes[at] = (byte)_random.Next(256); break;
            case 1 when at < _length: _bytes[at] ^= (byte)(1 << _random.Next(8)); break;
            case 2 when at < _length: _bytes[at] = Edges[_random.Next(Edges.Length)]; break;
            case 3: Remove(at, end); break;
            case 4: InsertChance(at, 1 + _random.Next(4)); break;
            case 5: Insert(at, Seed()); break;
            case 6: Repeat(at, end); break;
            case 7 when _random.Next(4) == 0: _length = at; break;
            case 8 when _random.Next(4) == 0: InsertRun(at, Edges[_random.Next(Edges.Length)], _random.Next(300)); break;
        }
    }

    private void Repeat(int start, int end)
    {
        Span<byte> piece = stackalloc byte[8];
        piece = piece[..(end - start)];
        _bytes.AsSpan(start, piece.Length).CopyTo(piece);
        for (var times = 1 + _random.Next(4); times > 0; times--) Insert(end, piece);
    }

    private void InsertChance(int at, int count)
    {
        Span<byte> bytes = stackalloc byte[64];
        _random.NextBytes(bytes[..count]);
        Insert(at, bytes[..count]);
    }

    private void InsertRun(int at, byte b, int count)
    {
        Span<byte> run = stackalloc byte[300];
        run[..count].Fill(b);
        Insert(at, run[..count]);
    }

    private void Insert(int at, ReadOnlySpan<byte> piece)
    {
        piece = piece[..Math.Min(piece.Length, MaxLength - _length)];
        _bytes.AsSpan(at, _length - at).CopyTo(_bytes.AsSpan(at + piece.Length));
        piece.CopyTo(_bytes.AsSpan(at));
        _length += piece.Length;
    }

    private void Remove(int start, int end)
    {
        _bytes.AsSpan(end, _length - end).CopyTo(_bytes.AsSpan(start));
        _length -= end - start;
    }
}
