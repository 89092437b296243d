using PowerMeter.Shared.Secrets;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

public sealed class KeyRingTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>
{
    [Fact]
    public async Task Web_makes_the_first_key_when_it_starts_and_others_use_it()
    {
        await using var site = await WebSite.StartAsync(fixture.Database);
        var keys = Path.Combine(site.Directory, "keys");
        File.GetUnixFileMode(keys).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var key = Directory.GetFiles(keys).ShouldHaveSingleItem();
        File.GetUnixFileMode(key).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var box = new SecretBox(new KeyRing(keys));
        var stored = box.Protect("1-2-3");
        await site.Process.StopAsync();
        await site.RestartAsync();
        box.Reveal(stored).ShouldBe("1-2-3");
        Directory.GetFiles(keys).ShouldBe([key]);
    }
}
