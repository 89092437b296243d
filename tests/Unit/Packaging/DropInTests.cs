using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Packaging;

/// <summary>system/debian/drop-in.sh: PostgreSQL's settings, put by postinst and taken away by postrm. Nothing of the machine's is touched.</summary>
public sealed class DropInTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("powermeter-test-").FullName;

    public DropInTests()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "etc/15/main/conf.d"));
        File.WriteAllText(Source, "jit = off\n");
    }

    private string Source => Path.Combine(_directory, "ours.conf");

    private string Target => Path.Combine(_directory, "etc/15/main/conf.d/powermeter.conf");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task It_is_put_renewed_and_taken_away()
    {
        (await RunAsync("put_drop_in \"$1/ours.conf\"")).ShouldContain("spares the disk now");
        File.ReadAllText(Target).ShouldBe("jit = off\n");
        File.WriteAllText(Source, "jit = off\nautovacuum = on\n");
        await RunAsync("put_drop_in \"$1/ours.conf\"");
        File.ReadAllText(Target).ShouldBe("jit = off\nautovacuum = on\n");
        await RunAsync("take_drop_ins_away");
        File.Exists(Target).ShouldBeFalse();
        Directory.GetFiles(_directory).ShouldBe([Source]);
    }

    [Theory]
    [InlineData("jit = on\n")]
    [InlineData("")]
    [InlineData(null)]
    public async Task What_was_edited_emptied_or_removed_stays_so(string? text)
    {
        await RunAsync("put_drop_in \"$1/ours.conf\"");
        if (text is null) File.Delete(Target);
        else File.WriteAllText(Target, text);
        File.WriteAllText(Source, "jit = off\nautovacuum = on\n");
        foreach (var step in (string[])["put_drop_in \"$1/ours.conf\"", "take_drop_ins_away", "put_drop_in \"$1/ours.conf\""])
        {
            await RunAsync(step);
            (File.Exists(Target) ? File.ReadAllText(Target) : null).ShouldBe(text);
        }
    }

    [Fact]
    public async Task A_file_that_was_there_before_is_somebody_s()
    {
        File.WriteAllText(Target, "jit = on\n");
        await RunAsync("put_drop_in \"$1/ours.conf\"; take_drop_ins_away");
        File.ReadAllText(Target).ShouldBe("jit = on\n");
    }

    [Fact]
    public async Task A_cluster_of_others_too_is_left_as_it_is()
    {
        (await RunAsync("others=1; put_drop_in \"$1/ours.conf\"")).ShouldContain("has other databases too");
        File.Exists(Target).ShouldBeFalse();
    }

    [Fact]
    public async Task Settings_that_the_server_does_not_take_are_not_left_there()
    {
        (await RunAsync("refusal='jit: unrecognised'; put_drop_in \"$1/ours.conf\"")).ShouldContain("does not take PowerMeter's settings (jit: unrecognised)");
        File.Exists(Target).ShouldBeFalse();
    }

    /// <summary>With what asks the cluster and becomes another user replaced; what is said comes back.</summary>
    private Task<string> RunAsync(string step) => Shell.RunAsync(
        "bash",
        "-c",
        """
        set -euo pipefail
        exec 2>&1
        state=$1 others=0 refusal=
        source "$2/system/launcher/say.sh"
        source "$2/system/debian/drop-in.sh"
        clusters=$1/etc
        as_postgres() { "$@"; }
        database_port() { echo 5432; }
        cluster_on_port() { echo 15 main online; }
        pg_lsclusters() { echo 15 main 5432 online; }
        psql_as_postgres() { case $* in *pg_database*) echo "$others" ;; *pg_file_settings*) echo "$refusal" ;; esac; }
        eval "$3"
        """,
        "bash",
        _directory,
        Repository.Root,
        step);
}
