using PowerMeter.Processor.W3bstream;
using PowerMeter.Processor.W3bstream.Identity;
using PowerMeter.Shared.W3bstream;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Processor.W3bstream;

public sealed class IdentityKeeperTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_identity_is_written_when_it_changes_and_only_then()
    {
        var database = fixture.Database;
        var file = new KeyFile(new W3bstreamOptions { Directory = _directory.File("identity") }, TimeProvider.System);
        var keeper = new IdentityKeeper(new KeySource(file), database.Processor);
        var status = new W3bstreamStatusReader(database.Web);

        await keeper.WriteAsync(CancellationToken.None);
        await ShouldStandAsync(keeper.Current);
        var row = await VersionAsync();
        await keeper.WriteAsync(CancellationToken.None);
        (await VersionAsync()).ShouldBe(row);

        using var next = DeviceKey.Make(KeyCurve.Secp256r1);
        file.Replace(next);
        await keeper.WriteAsync(CancellationToken.None);
        keeper.Current.ShouldBe(next.Identity);
        await ShouldStandAsync(next.Identity);

        Task<string> VersionAsync() => database.Web.ScalarAsync<string>("select xmin::text from w3bstream_status");

        async Task ShouldStandAsync(DeviceIdentity identity)
        {
            var read = await status.ReadAsync(CancellationToken.None);
            (read.Curve, read.PublicKey, read.EthereumAddress, read.IotexAddress)
                .ShouldBe((identity.Curve, identity.PublicKeyHex, identity.EthereumAddress, identity.IotexAddress));
        }
    }
}
