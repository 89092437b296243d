using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Packaging;

/// <summary>system/launcher/new-file.sh: what the launcher writes for a program, as root into directories that may be another user's.</summary>
public sealed class NewFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("powermeter-test-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task It_is_the_caller_s_alone_and_stays_open_whatever_its_name_becomes()
    {
        var elsewhere = Write("elsewhere", "kept\n");
        await RunAsync("open_new_file \"$1/new\" && mv \"$1/new\" \"$1/moved\" && ln -s elsewhere \"$1/new\" && echo content >&5");
        File.ReadAllText(elsewhere).ShouldBe("kept\n");
        File.ReadAllText(Path.Combine(_directory, "moved")).ShouldBe("content\n");
        File.GetUnixFileMode(Path.Combine(_directory, "moved")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory]
    [InlineData("ln -s elsewhere \"$1/new\"")]
    [InlineData("ln -s not-there-yet \"$1/new\"")]
    [InlineData("echo kept >\"$1/new\"")]
    public async Task What_is_there_already_is_neither_opened_nor_followed(string before)
    {
        var elsewhere = Write("elsewhere", "kept\n");
        (await RunAsync(before + "; if open_new_file \"$1/new\"; then echo opened; else echo refused; fi")).ShouldBe("refused\n");
        File.ReadAllText(elsewhere).ShouldBe("kept\n");
        File.Exists(Path.Combine(_directory, "not-there-yet")).ShouldBeFalse();
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }

    private Task<string> RunAsync(string step) =>
        Shell.RunAsync("bash", "-c", "set -euo pipefail; source \"$2/system/launcher/new-file.sh\"; eval \"$3\"", "bash", _directory, Repository.Root, step);
}
