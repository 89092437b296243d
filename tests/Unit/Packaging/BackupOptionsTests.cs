using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Packaging;

/// <summary>What the command's backup and restore take, before they look at anything.</summary>
public sealed class BackupOptionsTests
{
    [Theory]
    [InlineData("backup does not know '--yes'; allowed: --secrets, --passphrase-file FILE and --force", "backup", "x", "--yes")]
    [InlineData("restore does not know '--force'; allowed: --yes, --passphrase-file FILE, --no-secrets and --no-backup", "restore", "x", "--force")]
    [InlineData("restore does not know '--yes --no-backup'", "restore", "x", "--yes --no-backup")]
    [InlineData("backup takes one file, and 'x' and 'y' were given", "backup", "x", "--force", "y")]
    [InlineData("restore takes one file, and 'x' and 'y' were given", "restore", "--yes", "x", "y")]
    [InlineData("backup needs a file that is not there yet", "backup", "--secrets")]
    [InlineData("restore needs a file that 'backup' made", "restore", "--no-secrets")]
    [InlineData("--passphrase-file needs a file after it", "restore", "x", "--passphrase-file", "")]
    [InlineData("--passphrase-file belongs to --secrets", "backup", "x", "--passphrase-file", "y")]
    [InlineData("--force belongs to a file", "backup", "-", "--force")]
    [InlineData("cannot both come from standard input", "restore", "-", "--passphrase-file", "-")]
    public async Task What_cannot_be_is_refused(string said, params string[] arguments)
    {
        using var nowhere = new TemporaryDirectory();
        (await Should.ThrowAsync<InvalidOperationException>(() => Shell.RunAsync(Repository.File("powermeter"), [.. arguments, "--data", nowhere.Path]))).Message.ShouldContain(said);
    }

    [Fact]
    public async Task What_is_right_comes_to_the_place_where_the_data_is()
    {
        using var nowhere = new TemporaryDirectory();
        foreach (var arguments in (string[][])[["backup", "x", "--secrets", "--force"], ["restore", "x", "--yes", "--no-secrets", "--no-backup"]])
            (await Should.ThrowAsync<InvalidOperationException>(() => Shell.RunAsync(Repository.File("powermeter"), [.. arguments, "--data", nowhere.File("none")])))
                .Message.ShouldContain("There is no directory");
    }
}
