using Npgsql;
using PowerMeter.Shared.Rewards;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Web.W3bstream;

/// <summary>Reads all that is shown of W3bstream.</summary>
public sealed class W3bstreamReader(NpgsqlDataSource database, W3bstreamSettingsReader settings, W3bstreamStatusReader status, RewardQuery rewards)
{
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task<W3bstreamState> ReadAsync(CancellationToken cancel)
    {
        var set = await settings.ReadAsync(cancel);
        return new W3bstreamState(set, await status.ReadAsync(cancel), await rewards.ReadAsync(set, cancel), await ReadSensors.ReadAsync(database, set, cancel));
    }
}
