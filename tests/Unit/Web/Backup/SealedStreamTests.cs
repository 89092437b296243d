using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using PowerMeter.Web.Backup.Format;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Backup;

public sealed class SealedStreamTests
{
    [Fact]
    public async Task The_end_of_the_file_is_the_hash_of_what_stands_before_it_and_the_file_is_still_a_zip()
    {
        using var output = new MemoryStream();
        await using var seal = new SealedStream(output);
        var content = new byte[300_000];
        new Random(1).NextBytes(content);
        await using (var archive = new ZipArchive(seal, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.Comment = SealedStream.Placeholder;
            for (var i = 0; i < 3; i++)
            {
                await using (var entry = await archive.CreateEntry($"part {i}").OpenAsync()) await entry.WriteAsync(content);
                await seal.PassOnAsync(CancellationToken.None);
                // Nothing is kept but the end.
                output.Length.ShouldBeGreaterThan(290_000 * (i + 1));
            }
        }

        await seal.SealAsync(CancellationToken.None);
        var file = output.ToArray();
        file.Length.ShouldBe((int)seal.Written);
        var hash = Convert.ToHexStringLower(SHA256.HashData(file.AsSpan(..^SealedStream.SealLength)));
        Encoding.ASCII.GetString(file.AsSpan(^SealedStream.SealLength..)).ShouldBe($"sha256:{hash}");
        using var zip = new ZipArchive(new MemoryStream(file));
        zip.Comment.ShouldBe($"sha256:{hash}");
        zip.Entries.Select(entry => entry.Length).ShouldBe([300_000, 300_000, 300_000]);
    }
}
