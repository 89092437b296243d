using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Packaging;

/// <summary>tests/system/run takes too long to run here: that it hangs together does not.</summary>
public sealed class SystemTestScriptTests
{
    private static readonly string Folder = Repository.File("tests/system");

    [Fact]
    public async Task Every_part_is_bash()
    {
        foreach (var part in Directory.GetFiles(Path.Combine(Folder, "parts"))) await Shell.RunAsync("bash", "-n", part);
        await Shell.RunAsync("bash", "-n", Repository.File("system/launcher/service.sh"));
    }

    [Fact]
    public async Task Every_step_is_a_function_and_is_described()
    {
        var steps = (await Shell.RunAsync(Path.Combine(Folder, "run"), "--list")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        steps.Length.ShouldBeGreaterThan(8);
        var parts = string.Concat(Directory.GetFiles(Path.Combine(Folder, "parts"), "*.sh").Select(File.ReadAllText));
        var description = await File.ReadAllTextAsync(Path.Combine(Folder, "README.md"), TestContext.Current.CancellationToken);
        foreach (var step in steps)
        {
            parts.ShouldContain($"\n{step}() {{");
            description.ShouldContain($"| {step} |");
        }
    }

    [Theory]
    [InlineData("does not know '--bogus'", "--bogus")]
    [InlineData("--root needs a word after it", "--root")]
    [InlineData("--packages needs two files", "--packages", "/nowhere.deb")]
    public async Task What_is_no_option_is_refused(string said, params string[] arguments) =>
        (await Should.ThrowAsync<InvalidOperationException>(() => Shell.RunAsync(Path.Combine(Folder, "run"), arguments))).Message.ShouldContain(said);
}
