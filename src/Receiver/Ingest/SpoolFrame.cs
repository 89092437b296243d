using System.Buffers.Binary;
using System.Numerics;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Ingest;

/// <summary>
/// How samples stand in a spool file, little-endian: the payload's length (u32), CRC-32C of length and payload (u32),
/// and 1 to 4,096 samples of 28 bytes each: sensor (i32), time in unix microseconds (i64), watts (f64), volts (f32) and
/// battery (f32), where NaN stands for none.
/// </summary>
public static class SpoolFrame
{
    public const int HeaderLength = 8;
    public const int SampleLength = 28;
    public const int MaxSamples = 4096;
    public const int MaxLength = HeaderLength + MaxSamples * SampleLength;

    public static int LengthOf(int samples) => HeaderLength + samples * SampleLength;

    /// <param name="frame">Of <see cref="LengthOf"/> bytes.</param>
    public static void Write(ReadOnlySpan<Sample> samples, Span<byte> frame)
    {
        var at = HeaderLength;
        foreach (ref readonly var sample in samples)
        {
            var bytes = frame.Slice(at, SampleLength);
            BinaryPrimitives.WriteInt32LittleEndian(bytes, sample.SensorId);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[4..], sample.Time.ToUnixMicroseconds());
            BinaryPrimitives.WriteDoubleLittleEndian(bytes[12..], sample.Watts);
            BinaryPrimitives.WriteSingleLittleEndian(bytes[20..], sample.Volts ?? float.NaN);
            BinaryPrimitives.WriteSingleLittleEndian(bytes[24..], sample.Battery ?? float.NaN);
            at += SampleLength;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)(at - HeaderLength));
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Checksum(frame[..at]));
    }

    /// <summary>How many samples the whole and undamaged frame at the start of these bytes has; 0 when there is none.</summary>
    public static int CountAt(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength + SampleLength) return 0;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (length == 0 || length > MaxLength - HeaderLength || length % SampleLength != 0 || length > bytes.Length - HeaderLength) return 0;
        var frame = bytes[..(HeaderLength + (int)length)];
        return Checksum(frame) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) ? (int)length / SampleLength : 0;
    }

    /// <summary>Where the next whole frame starts, at or after the offset; −1 when none does.</summary>
    public static int Find(ReadOnlySpan<byte> bytes, int offset)
    {
        for (var at = offset; at <= bytes.Length - HeaderLength - SampleLength; at++)
            if (CountAt(bytes[at..]) > 0) return at;
        return -1;
    }

    /// <param name="frame">A frame that <see cref="CountAt"/> has found whole.</param>
    public static void Read(ReadOnlySpan<byte> frame, int count, List<Sample> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        for (var i = 0; i < count; i++)
        {
            var bytes = frame.Slice(HeaderLength + i * SampleLength, SampleLength);
            var time = UnixMicroseconds.ToInstant(BinaryPrimitives.ReadInt64LittleEndian(bytes[4..]));
            samples.Add(new Sample(BinaryPrimitives.ReadInt32LittleEndian(bytes), time, BinaryPrimitives.ReadDoubleLittleEndian(bytes[12..]))
            {
                Volts = NumberOrNull(BinaryPrimitives.ReadSingleLittleEndian(bytes[20..])),
                Battery = NumberOrNull(BinaryPrimitives.ReadSingleLittleEndian(bytes[24..])),
            });
        }
    }

    private static float? NumberOrNull(float number) => float.IsNaN(number) ? null : number;

    private static uint Checksum(ReadOnlySpan<byte> frame)
    {
        var crc = BitOperations.Crc32C(uint.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(frame));
        // A payload has whole samples of 28 bytes, so whole words of four.
        for (var payload = frame[HeaderLength..]; payload.Length > 0; payload = payload[4..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt32LittleEndian(payload));
        return ~crc;
    }
}
