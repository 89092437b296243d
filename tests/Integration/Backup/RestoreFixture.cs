using PowerMeter.Tests.TestKit;
using Xunit;

namespace PowerMeter.Tests.Integration.Backup;

/// <summary>A year's database and a backup of it, and another database that nothing may change.</summary>
public sealed class RestoreFixture : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public TestDatabase Untouched { get; private set; } = null!;

    internal byte[] Backup { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        Database = await PostgresServer.Shared.CreateDatabaseAsync();
        await Database.AddUserAsync("resident", "a long enough password");
        await YearHouse.FillAsync(Database);
        Backup = await BackupHouse.SaveAsync(Database.Web);
        Untouched = await PostgresServer.Shared.CreateDatabaseAsync();
        await Untouched.AddUserAsync("untouched", "a long enough password");
        await Untouched.AddSensorAsync("untouched");
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await Untouched.DisposeAsync();
    }
}
