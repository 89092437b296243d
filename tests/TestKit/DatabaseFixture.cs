using Xunit;

namespace PowerMeter.Tests.TestKit;

/// <summary>A class fixture: <c>class SpoolTests(DatabaseFixture fixture) : IClassFixture&lt;DatabaseFixture&gt;</c>.</summary>
public sealed class DatabaseFixture : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Database = await PostgresServer.Shared.CreateDatabaseAsync();

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
