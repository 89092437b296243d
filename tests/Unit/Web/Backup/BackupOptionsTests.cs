using Microsoft.Extensions.Configuration;
using NodaTime;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Backup;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Backup;

public sealed class BackupOptionsTests
{
    private static BackupOptions Read(params (string Key, string Value)[] settings) => BackupOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => $"Backup:{setting.Key}", setting => (string?)setting.Value)).Build());

    [Fact]
    public void Without_settings_it_backs_up_at_half_past_three()
    {
        var options = Read();
        options.ShouldBe(new BackupOptions());
        (options.Nightly, options.Time, options.BytesPerDay, options.KeepNewest, options.KeepWeeks).ShouldBe((true, new LocalTime(3, 30), 50_000_000, 7, 4));
        Read(("OwnerPasswordFile", "")).OwnerPasswordFile.ShouldBe("");
        Read(("Time", "23:05")).Time.ShouldBe(new LocalTime(23, 5));
    }

    [Theory]
    [InlineData("Time", "24:00")]
    [InlineData("Time", "half past three")]
    [InlineData("KeepNewest", "0")]
    [InlineData("KeepWeeks", "-1")]
    [InlineData("MegabytesPerDay", "0")]
    [InlineData("Nightly", "perhaps")]
    [InlineData("Keep", "3")]
    public void A_wrong_setting_is_named(string key, string value) => Should.Throw<SettingException>(() => Read((key, value))).Message.ShouldContain($"Backup:{key}");
}
