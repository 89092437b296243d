using System.Globalization;
using PowerMeter.Web.Server;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class DiskFaultTests
{
    private const string Directory = "/media/stick/backups";

    [Fact]
    public void A_full_disk_is_told_with_its_figures_in_both_languages()
    {
        var full = Should.Throw<IOException>(() =>
        {
            using var file = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            file.Write([1]);
        });
        DiskFault.IsFull(full).ShouldBeTrue();
        var said = DiskFault.Of(full, Directory, 21_000_000, 12_900_000).ShouldNotBeNull();
        said.ToString().ShouldBe("The disk of /media/stick/backups is full: 12 MB of the file fitted on it and were removed again, and 21 MB are free now. Free some space, or choose another disk.");
        said.In(CultureInfo.GetCultureInfo("fr-FR")).ShouldStartWith("Le disque de /media/stick/backups est plein\u00a0: 12\u00a0Mo");
        // Nobody knows what is free: its own words.
        DiskFault.Of(full, Directory, null, 0).ShouldBeNull();
    }

    [Theory]
    [InlineData(5, "does not work", false)] // EIO
    [InlineData(19, "was taken out", false)] // ENODEV
    [InlineData(28, "is full", true)] // ENOSPC
    [InlineData(30, "can only be read", false)] // EROFS
    [InlineData(122, "is full", true)] // EDQUOT
    [InlineData(20, null, false)] // ENOTDIR
    public void Each_number_of_the_kernels_has_its_words(int number, string? words, bool isFull)
    {
        var fault = new IOException("as the kernel says", number);
        DiskFault.Is(fault).ShouldBeTrue();
        DiskFault.IsFull(fault).ShouldBe(isFull);
        var said = DiskFault.Of(fault, Directory, 1, 1)?.ToString();
        if (words is null) said.ShouldBeNull();
        else said.ShouldNotBeNull().ShouldContain(words);
    }

    [Fact]
    public void A_closed_a_missing_and_a_small_file_system_have_theirs()
    {
        DiskFault.Of(new UnauthorizedAccessException(), Directory, 1, 0)!.ToString().ShouldBe($"The user {Environment.UserName} may not use {Directory}: give it to that user, or choose another directory.");
        DiskFault.Of(new DirectoryNotFoundException(), Directory, 1, 0)!.ToString().ShouldBe($"There is no directory {Directory}: was its disk taken out?");
        // As .NET says EFBIG.
        var large = new ArgumentOutOfRangeException("value");
        DiskFault.Is(large).ShouldBeTrue();
        DiskFault.IsFull(large).ShouldBeTrue();
        DiskFault.Of(large, Directory, 1, 4_294_000_000)!.ToString().ShouldContain("4294 MB");
        DiskFault.Is(new ArgumentOutOfRangeException("index")).ShouldBeFalse();
        DiskFault.Of(new InvalidOperationException(), Directory, 1, 0).ShouldBeNull();
    }
}
