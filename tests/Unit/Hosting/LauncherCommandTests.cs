using PowerMeter.Shared.Hosting;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Hosting;

public sealed class LauncherCommandTests
{
    [Theory]
    [InlineData(null, "./powermeter")]
    [InlineData("  ", "./powermeter")]
    [InlineData("powermeter", "powermeter")]
    public void It_is_that_of_the_repository_unless_the_environment_names_another(string? given, string name) =>
        LauncherCommand.NameFrom(given).ShouldBe(name);

    [Fact]
    public void The_script_that_starts_the_installed_programs_says_it() =>
        File.ReadAllLines(Repository.File("system/debian/run")).ShouldContain($"export {LauncherCommand.Variable}=powermeter");

    [Fact]
    public void A_text_names_it_as_it_is_called_here()
    {
        const string Text = "'./powermeter status' and './powermeter logs web' say more.";
        LauncherCommand.In(Text, "powermeter").ShouldBe("'powermeter status' and 'powermeter logs web' say more.");
        LauncherCommand.In(Text, "./powermeter").ShouldBe(Text);
    }
}
