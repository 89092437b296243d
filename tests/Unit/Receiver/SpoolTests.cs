using NodaTime;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

public sealed class SpoolTests : IDisposable
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 12, 0);

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Samples_come_back_in_order_with_all_they_had()
    {
        Sample[] samples =
        [
            new(1, Start, 12.5), new(2, Start + Duration.FromNanoseconds(1000), -3.25) { Volts = 3.9875f, Battery = 87.5f },
            new(1, Start - Duration.FromDays(400), 0) { Battery = 0 },
        ];
        using (var spool = Open()) spool.Append(samples);
        using var again = Open();
        again.Depth.ShouldBe(3);
        Drain(again).ShouldBe(samples);
        again.Depth.ShouldBe(0);
    }

    [Fact]
    public void A_drained_spool_leaves_no_file()
    {
        using var spool = Open();
        spool.Append(Samples(0, 5000));
        Drain(spool).Count.ShouldBe(5000);
        SegmentFiles().ShouldBeEmpty();
        spool.Append(Samples(0, 1));
        spool.Depth.ShouldBe(1);
    }

    [Fact]
    public void What_was_not_confirmed_comes_again_after_a_crash()
    {
        using (var spool = Open())
        {
            spool.Append(Samples(0, 10_000));
            spool.Confirm(spool.Peek()!);
            spool.Peek().ShouldNotBeNull();
        }

        using var again = Open();
        Drain(again).ShouldBe(Samples(0, 10_000));
    }

    [Fact]
    public void A_tail_torn_at_any_byte_costs_only_the_unfinished_batch()
    {
        using (var spool = Open())
        {
            spool.Append(Samples(0, 3));
            spool.Append(Samples(3, 2));
        }

        var file = SegmentFiles().ShouldHaveSingleItem();
        var whole = File.ReadAllBytes(file);
        var kept = SpoolFrame.LengthOf(3);
        for (var length = kept; length < whole.Length; length++)
        {
            File.WriteAllBytes(file, whole[..length]);
            using (var spool = Open())
            {
                spool.TornBytes.ShouldBe(length - kept);
                spool.Depth.ShouldBe(3);
                spool.Append(Samples(5, 1));
            }

            using var again = Open();
            Drain(again).ShouldBe(Samples(0, 3).Concat(Samples(5, 1)));
        }
    }

    [Fact]
    public void A_tail_of_zeros_is_cut_off()
    {
        using (var spool = Open()) spool.Append(Samples(0, 3));
        using (var file = new FileStream(SegmentFiles()[0], FileMode.Append)) file.Write(new byte[4096]);
        using var again = Open();
        again.TornBytes.ShouldBe(4096);
        Drain(again).ShouldBe(Samples(0, 3));
    }

    [Fact]
    public void A_flipped_bit_anywhere_in_a_frame_costs_that_frame_alone_and_is_counted()
    {
        using (var spool = Open())
            for (var i = 0; i < 3; i++) spool.Append(Samples(2 * i, 2));
        var file = SegmentFiles().ShouldHaveSingleItem();
        var whole = File.ReadAllBytes(file);
        var length = SpoolFrame.LengthOf(2);
        for (var bit = length * 8; bit < 2 * length * 8; bit++)
        {
            var damaged = whole.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(file, damaged);
            using var spool = Open();
            spool.Depth.ShouldBe(4);
            Drain(spool).ShouldBe(Samples(0, 2).Concat(Samples(4, 2)));
            spool.Damaged.ShouldBe(1);
            spool.DamagedSamples.ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public void A_full_spool_drops_its_oldest_file_and_counts_the_samples()
    {
        const long MaxBytes = 1024 * 1024;
        using var spool = Open(MaxBytes);
        const int Batches = 100;
        for (var i = 0; i < Batches; i++) spool.Append(Samples(i * 1000, 1000));
        SegmentFiles().Sum(file => new FileInfo(file).Length).ShouldBeInRange(MaxBytes / 2, MaxBytes);
        spool.Dropped.ShouldBeGreaterThan(0);
        (spool.Dropped + spool.Depth).ShouldBe(Batches * 1000);
        Drain(spool).ShouldBe(Samples((int)spool.Dropped, Batches * 1000 - (int)spool.Dropped));
    }

    [Fact]
    public void Samples_that_were_saved_while_their_file_was_dropped_do_not_count_as_dropped()
    {
        using var spool = Open(1024 * 1024);
        spool.Append(Samples(0, 1000));
        var chunk = spool.Peek()!;
        for (var i = 1; i < 60; i++) spool.Append(Samples(i * 1000, 1000));
        spool.Dropped.ShouldBeGreaterThanOrEqualTo(1000);
        spool.Confirm(chunk);
        (spool.Dropped + spool.Depth).ShouldBe(59_000);
    }

    [Fact]
    public void A_full_disk_leaves_the_spool_as_it_was()
    {
        FullDisk? disk = null;
        using var spool = Spool.Open(Options(), path => disk = new FullDisk(path));
        spool.Append(Samples(0, 10));
        disk!.Room = 100;
        Should.Throw<IOException>(() => spool.Append(Samples(10, 10)));
        spool.Depth.ShouldBe(10);
        disk.Room = long.MaxValue;
        spool.Append(Samples(20, 10));
        Drain(spool).ShouldBe(Samples(0, 10).Concat(Samples(20, 10)));
        spool.Damaged.ShouldBe(0);
    }

    [Fact]
    public void Two_processes_cannot_share_a_directory()
    {
        using var first = Open();
        Should.Throw<SettingException>(() => Open()).Message.ShouldStartWith($"Spool:Directory is '{_directory.Path}'; allowed: a directory");
    }

    [Fact]
    public void Random_damage_never_breaks_it()
    {
        var random = new Random(20260301);
        for (var round = 0; round < 300; round++)
        {
            using (var spool = Open())
            {
                Drain(spool);
                for (var i = 0; i < 5; i++) spool.Append(Samples(i * 10, random.Next(1, 10)));
            }

            var file = SegmentFiles()[0];
            var bytes = File.ReadAllBytes(file);
            for (var i = random.Next(1, 20); i > 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(file, bytes[..random.Next(bytes.Length + 1)]);
            using var damaged = Open();
            var depth = damaged.Depth;
            Drain(damaged).Count.ShouldBe((int)depth);
        }
    }

    public void Dispose() => _directory.Dispose();

    internal static Sample[] Samples(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(i => new Sample(1 + i % 3, Start + Duration.FromMilliseconds(i), i))];

    private SpoolOptions Options(long maxBytes = 64 * 1024 * 1024) => new(_directory.Path, maxBytes);

    private Spool Open(long maxBytes = 64 * 1024 * 1024) => Spool.Open(Options(maxBytes));

    private string[] SegmentFiles() => Directory.GetFiles(_directory.Path, "*.spool");

    private static List<Sample> Drain(Spool spool)
    {
        var samples = new List<Sample>();
        while (spool.Peek() is { } chunk)
        {
            samples.AddRange(chunk.Samples);
            spool.Confirm(chunk);
        }

        return samples;
    }
}
