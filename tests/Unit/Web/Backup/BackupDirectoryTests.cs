using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Backup;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Backup;

public sealed class BackupDirectoryTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 2, 30, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();
    private readonly BackupDirectory _backups;

    public BackupDirectoryTests() => _backups = new BackupDirectory(new BackupOptions { Directory = _directory.File("backups") });

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void One_of_somebody_else_is_told_and_not_taken_for_an_empty_one()
    {
        _backups.Obstacle.ShouldBeNull();
        _backups.Make();
        _backups.Obstacle.ShouldBeNull();
        try
        {
            File.SetUnixFileMode(_backups.Path, UnixFileMode.None);
            OtherUser.Run(() => _backups.Obstacle).ShouldNotBeNull().ToString().ShouldContain($"may not use {_backups.Path}");
            OtherUser.Run(() => Should.Throw<BackupException>(() => _backups.RemoveUnfinished(Now))).Message.ShouldContain($"may not use {_backups.Path}");
        }
        finally
        {
            File.SetUnixFileMode(_backups.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void What_a_killed_process_left_goes_after_a_day_and_nothing_else()
    {
        _backups.Make();
        string[] left = ["nightly-20261031T023000Z.powermeter-backup.partial", "before-restore-20261031T120000Z.powermeter-backup.partial", "powermeter-import-0123"];
        string[] others = ["mine.powermeter-backup.partial", "nightly-20261031T023000Z.powermeter-backup", "before-restore-20261031T120000Z.powermeter-backup"];
        foreach (var name in left.Concat(others)) Write(name, Now - TimeSpan.FromDays(1.5));
        Write("nightly-20261101T120000Z.powermeter-backup.partial", Now - TimeSpan.FromHours(23));
        _backups.RemoveUnfinished(Now);
        Directory.GetFiles(_backups.Path).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)
            .ShouldBe(others.Append("nightly-20261101T120000Z.powermeter-backup.partial").Order(StringComparer.Ordinal));
    }

    private void Write(string name, DateTimeOffset time)
    {
        var path = Path.Combine(_backups.Path, name);
        File.WriteAllText(path, "");
        File.SetLastWriteTimeUtc(path, time.UtcDateTime);
    }
}
