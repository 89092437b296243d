using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Packaging;

/// <summary>PostgreSQL ends where its write-ahead log has no room; what the demo's launcher does then.</summary>
public sealed class FullDemoDiskTests
{
    [Fact]
    public async Task A_full_disk_is_waited_for_and_said_once_and_never_counts_as_a_failed_start()
    {
        const string Script = """
            set -euo pipefail
            root=$1 launcher=$1/system/launcher data=$2 me=powermeter
            source "$launcher/say.sh"
            source "$launcher/demo.sh"
            free_disk() { echo "$room"; }
            run_step() { echo "starts"; return 1; }
            show_end_of() { :; }
            failed_starts=0 waits_for_room=''
            echo 29000 >"$data/port"
            room=63
            for look in 1 2 3 4 5; do restart_cluster; done
            room=64
            for look in 1 2 3; do restart_cluster; done
            room=0
            restart_cluster
            room=64
            restart_cluster
            """;
        using var data = new TemporaryDirectory();
        var said = await Shell.RunAsync("bash", ["-c", $"({Script}) 2>&1 || true", "bash", Repository.Root, data.Path]);
        string Full(int free) => $"PostgreSQL ended, and the disk of {data.Path} has only {free} MB free: free some space, and it starts again by itself as soon as there are 64 MB.";
        const string Try = "PostgreSQL ended; starting it again.";
        said.Trim().Split('\n').ShouldBe(
        [
            Full(63), Try, "starts", Try, "starts", Try, "starts", Full(0),
            $"The demo was stopped, since PostgreSQL ended and did not start again. The logs are in {data.Path}/log.",
        ]);
    }
}
