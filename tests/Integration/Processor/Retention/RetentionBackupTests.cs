using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.Integration.Backup;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Processor.Retention;

/// <summary>Backups of before and after samples were removed.</summary>
public sealed class RetentionBackupTests : IAsyncLifetime
{
    private RetentionHouse _house = null!;

    public async ValueTask InitializeAsync() => _house = await RetentionHouse.CreateAsync();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task A_backup_of_afterwards_is_restored_with_its_horizon_and_the_sample_that_is_kept_before_it()
    {
        await _house.RemoveAsync();
        var backup = await BackupHouse.SaveAsync(_house.Database.Web);
        await using var other = await PostgresServer.Shared.CreateEmptyDatabaseAsync();
        await BackupHouse.RestoreAsync(other.Owner, backup);
        (await BackupHouse.FingerprintAsync(other)).ShouldBe(await BackupHouse.FingerprintAsync(_house.Database));
        (await other.Owner.ScalarAsync<long>("select count(*) from measures where time < '2026-03-01Z'")).ShouldBe(1);
        (await Should.ThrowAsync<PostgresException>(() => other.InsertPowerAsync(_house.Sensor, [(RetentionHouse.Horizon.ToUnixMicroseconds() - 1, 1)]))).SqlState.ShouldBe(RawHorizon.Refused);
    }

    [Fact]
    public async Task A_backup_of_before_brings_the_samples_back()
    {
        var (before, rows) = (await BackupHouse.FingerprintAsync(_house.Database), await _house.RowsAsync());
        var backup = await BackupHouse.SaveAsync(_house.Database.Web);
        await _house.RemoveAsync();
        await BackupHouse.RestoreAsync(_house.Database.Owner, backup);
        (await BackupHouse.FingerprintAsync(_house.Database)).ShouldBe(before);
        (await RawHorizon.ReadAsync(_house.Database.Web, CancellationToken.None)).ShouldBeNull();
        // The setting is that of the backup: for ever. Limited again, the same months go again.
        (await _house.RetainAsync()).ShouldBeEmpty();
        await _house.RemoveAsync();
        (await _house.RowsAsync()).ShouldBe(rows);
    }
}
