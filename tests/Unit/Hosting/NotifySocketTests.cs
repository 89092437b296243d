using PowerMeter.Shared.Hosting;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Hosting;

public sealed class NotifySocketTests
{
    private const int Own = 42;

    [Fact]
    public void Without_systemd_there_is_none()
    {
        Read().ShouldBeNull();
        Read(("NOTIFY_SOCKET", "")).ShouldBeNull();
        Read(("WATCHDOG_USEC", "30000000")).ShouldBeNull();
    }

    [Theory]
    [InlineData("/run/systemd/notify")]
    [InlineData("@powermeter")]
    public void Paths_and_abstract_names_are_addresses(string address) => Read(("NOTIFY_SOCKET", address)).ShouldBe(new NotifySocket(address, null));

    [Theory]
    [InlineData("run/notify")]
    [InlineData("@")]
    [InlineData("vsock:2:1234")]
    public void Another_address_is_refused(string address) =>
        Should.Throw<SettingException>(() => Read(("NOTIFY_SOCKET", address))).Message
            .ShouldBe($"NOTIFY_SOCKET is '{address}'; allowed: an absolute path or '@' and a name, of at most 107 bytes.");

    [Fact]
    public void A_path_longer_than_the_kernel_allows_is_refused() =>
        Should.Throw<SettingException>(() => Read(("NOTIFY_SOCKET", "/" + new string('a', 107))));

    [Fact]
    public void The_watchdog_is_of_the_process_that_it_names()
    {
        Read(("NOTIFY_SOCKET", "/n"), ("WATCHDOG_USEC", "30000000"))!.WatchdogTime.ShouldBe(TimeSpan.FromSeconds(30));
        Read(("NOTIFY_SOCKET", "/n"), ("WATCHDOG_USEC", "30000000"), ("WATCHDOG_PID", "42"))!.WatchdogTime.ShouldBe(TimeSpan.FromSeconds(30));
        Read(("NOTIFY_SOCKET", "/n"), ("WATCHDOG_USEC", "30000000"), ("WATCHDOG_PID", "43"))!.WatchdogTime.ShouldBeNull();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("86400000001")]
    [InlineData("99999999999999999999")]
    public void A_watchdog_time_that_is_none_is_refused(string microseconds) =>
        Should.Throw<SettingException>(() => Read(("NOTIFY_SOCKET", "/n"), ("WATCHDOG_USEC", microseconds))).Message.ShouldContain($"'{microseconds}'");

    private static NotifySocket? Read(params (string Name, string Value)[] variables) =>
        NotifySocket.Read(name => variables.Where(variable => variable.Name == name).Select(variable => variable.Value).FirstOrDefault(), Own);
}
