using System.Buffers.Binary;
using System.Numerics;

namespace PowerMeter.Processor.W3bstream.Identity;

/// <summary>
/// Keccak-256 as Ethereum has it: the algorithm as it was before it became SHA-3, whose padding is another, so that
/// .NET's SHA3_256 gives other hashes. (The Keccak reference, version 3.0; FIPS 202 for the permutation.)
/// </summary>
public static class Keccak256
{
    public const int HashLength = 32;

    /// <summary>Bytes taken up between two permutations: 1600 bits less twice 256.</summary>
    private const int Rate = 136;

    private const int Lanes = 25;

    private static readonly ulong[] RoundConstants = MakeRoundConstants();

    // The offsets of ρ in the order in which π visits the lanes from lane 1 on, and those lanes.
    private static readonly int[] Rotations = [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];
    private static readonly int[] Visits = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

    /// <returns>32 bytes.</returns>
    public static byte[] Hash(ReadOnlySpan<byte> input)
    {
        Span<ulong> state = stackalloc ulong[Lanes];
        for (; input.Length >= Rate; input = input[Rate..])
        {
            Absorb(state, input[..Rate]);
            Permute(state);
        }

        Span<byte> last = stackalloc byte[Rate];
        last.Clear();
        input.CopyTo(last);
        last[input.Length] ^= 0x01; // SHA-3 has 0x06 here
        last[Rate - 1] ^= 0x80;
        Absorb(state, last);
        Permute(state);

        var hash = new byte[HashLength];
        for (var lane = 0; lane < HashLength / sizeof(ulong); lane++)
            BinaryPrimitives.WriteUInt64LittleEndian(hash.AsSpan(lane * sizeof(ulong)), state[lane]);
        return hash;
    }

    private static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (var lane = 0; lane < Rate / sizeof(ulong); lane++)
            state[lane] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(lane * sizeof(ulong))..]);
    }

    private static void Permute(Span<ulong> state)
    {
        Span<ulong> columns = stackalloc ulong[5];
        foreach (var constant in RoundConstants)
        {
            // θ
            for (var x = 0; x < 5; x++) columns[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
            for (var x = 0; x < 5; x++)
            {
                var parity = columns[(x + 4) % 5] ^ BitOperations.RotateLeft(columns[(x + 1) % 5], 1);
                for (var y = 0; y < Lanes; y += 5) state[x + y] ^= parity;
            }

            // ρ and π
            var moved = state[1];
            for (var i = 0; i < Visits.Length; i++)
                (state[Visits[i]], moved) = (BitOperations.RotateLeft(moved, Rotations[i]), state[Visits[i]]);

            // χ
            for (var y = 0; y < Lanes; y += 5)
            {
                state.Slice(y, 5).CopyTo(columns);
                for (var x = 0; x < 5; x++) state[x + y] = columns[x] ^ (~columns[(x + 1) % 5] & columns[(x + 2) % 5]);
            }

            // ι
            state[0] ^= constant;
        }
    }

    /// <summary>Bit 2^j - 1 of each round's constant comes from a shift register over x^8 + x^6 + x^5 + x^4 + 1.</summary>
    private static ulong[] MakeRoundConstants()
    {
        var constants = new ulong[24];
        var register = 1;
        for (var round = 0; round < constants.Length; round++)
            for (var j = 0; j <= 6; j++)
            {
                if ((register & 1) != 0) constants[round] |= 1UL << ((1 << j) - 1);
                register = (register & 0x80) != 0 ? ((register << 1) ^ 0x171) & 0xFF : register << 1;
            }

        return constants;
    }
}
