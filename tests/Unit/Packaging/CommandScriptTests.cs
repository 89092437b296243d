using System.Text.RegularExpressions;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Packaging;

/// <summary>What every command of './powermeter' says of itself, without anything that runs.</summary>
public sealed class CommandScriptTests
{
    /// <summary>A part of what each says is allowed when it is given what it does not know. psql judges its options itself.</summary>
    private static readonly Dictionary<string, string?> Allowed = new()
    {
        ["demo"] = "--no-simulator",
        ["setup"] = "--if-new",
        ["password"] = "password NAME",
        ["status"] = "--json",
        ["stop"] = "--data DIR",
        ["logs"] = "processor",
        ["probe"] = "--read SENSOR",
        ["sensor"] = "add, change, pause",
        ["token"] = "token list",
        ["identity"] = "identity export",
        ["offers"] = "offers update",
        ["w3bstream"] = "w3bstream retry",
        ["import"] = "--sensor",
        ["export"] = "--bucket LENGTH",
        ["backup"] = "--secrets",
        ["restore"] = "--no-backup",
        ["verify"] = "FILE",
        ["psql"] = null,
        ["test"] = "--filter TEXT",
        ["bench"] = "names of benchmarks",
        ["fuzz"] = "--seed S",
        ["package"] = "--runtime",
        ["help"] = "the commands are",
    };

    [Fact]
    public async Task Every_command_tells_what_it_is_for()
    {
        var commands = await CommandsOfAsync(Repository.File("powermeter"));
        commands.Append("help").ShouldBe(Allowed.Keys, ignoreOrder: true);
        foreach (var command in commands) await ShouldTellAsync(Repository.File("powermeter"), "./powermeter", command);
        (await Shell.RunAsync(Repository.File("powermeter"), "token", "create", "--help")).ShouldContain("token revoke NAME");
    }

    [Fact]
    public async Task So_it_does_where_it_is_installed()
    {
        using var place = new TemporaryDirectory();
        File.Copy(Repository.File("powermeter"), place.File("powermeter"));
        File.CreateSymbolicLink(place.File("system"), Repository.File("system"));
        await File.WriteAllTextAsync(place.File("run"), "", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(place.File("run"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var commands = await CommandsOfAsync(place.File("powermeter"));
        commands.ShouldContain("port80");
        foreach (var command in commands) await ShouldTellAsync(place.File("powermeter"), "powermeter", command);
        (await Shell.RunAsync(place.File("powermeter"), "backup", "-h")).ShouldNotContain("--data");
    }

    [Fact]
    public async Task What_a_command_does_not_know_is_refused_with_what_is_allowed()
    {
        foreach (var (command, allowed) in Allowed)
            if (allowed is not null) await ShouldRefuseAsync(allowed, command, "--bogus");
    }

    [Theory]
    [InlineData("the commands are demo", "bogus")]
    [InlineData("the commands are demo", "help", "bogus")]
    [InlineData("at most", "help", "demo", "stop")]
    [InlineData("--json", "sensor", "list", "--bogus")]
    [InlineData("--with-samples", "sensor", "remove", "1", "--bogus")]
    [InlineData("--calibration FACTOR", "sensor", "add", "push", "--bogus")]
    [InlineData("--disable", "sensor", "change", "1", "--bogus")]
    [InlineData("--keep-tariff", "import", "-", "--sensor", "1", "--bogus")]
    [InlineData("--curve", "identity", "import", "-", "--bogus")]
    [InlineData("show [--json]", "w3bstream", "show", "--bogus")]
    [InlineData("one number", "w3bstream", "retry", "x")]
    [InlineData("logs takes one name", "logs", "web", "receiver")]
    [InlineData("--data needs a directory", "status", "--data")]
    public async Task So_is_what_stands_after_a_first_word(string said, params string[] arguments) => await ShouldRefuseAsync(said, arguments);

    /// <summary>What might be a key is not repeated.</summary>
    [Fact]
    public async Task A_key_among_the_arguments_is_not_said_again() =>
        (await RefusalOfAsync("identity", "import", "-", "-----BEGIN SECRET")).ShouldNotContain("SECRET");

    private static async Task ShouldTellAsync(string program, string name, string command)
    {
        var help = await Shell.RunAsync(program, command, "--help");
        help.Split('\n')[0].ShouldMatch($@"^  {Regex.Escape(name)} (\S*\|)?{command}\b");
        (await Shell.RunAsync(program, command, "-h")).ShouldBe(help);
        (await Shell.RunAsync(program, "help", command)).ShouldBe(help);
    }

    private static async Task ShouldRefuseAsync(string said, params string[] arguments) => (await RefusalOfAsync(arguments)).ShouldContain(said);

    private static async Task<string> RefusalOfAsync(params string[] arguments)
    {
        var message = (await Should.ThrowAsync<InvalidOperationException>(() => Shell.RunAsync(Repository.File("powermeter"), arguments))).Message;
        const string End = " ended with 2: ";
        message.ShouldContain(End);
        return message[(message.IndexOf(End, StringComparison.Ordinal) + End.Length)..];
    }

    /// <summary>As it lists them itself.</summary>
    private static async Task<string[]> CommandsOfAsync(string program)
    {
        var message = (await Should.ThrowAsync<InvalidOperationException>(() => Shell.RunAsync(program, "bogus"))).Message;
        const string Begin = "the commands are ";
        var list = message[(message.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)..];
        return list[..list.IndexOf(" and help", StringComparison.Ordinal)].Split(", ");
    }
}
