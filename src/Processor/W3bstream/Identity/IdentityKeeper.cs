using Npgsql;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Processor.W3bstream.Identity;

/// <summary>Shows the device's identity to the other processes, in <c>w3bstream_status</c>.</summary>
public sealed class IdentityKeeper(KeySource keys, NpgsqlDataSource database) : IIdentityRecord
{
    private const string Sql = """
        update w3bstream_status set curve = $1, public_key = $2, ethereum_address = $3, iotex_address = $4
        where (curve, public_key, ethereum_address, iotex_address) is distinct from ($1, $2, $3, $4)
        """;

    /// <summary>The identity of the key that signs now; a key is made where there never was one.</summary>
    /// <exception cref="SettingException">The key cannot be used or made; the message says why and what to do.</exception>
    public DeviceIdentity Current => keys.Current.Identity;

    /// <summary>Writes <see cref="Current"/> where another stands.</summary>
    /// <exception cref="SettingException">The key cannot be used or made.</exception>
    public async Task WriteAsync(CancellationToken cancel)
    {
        var identity = Current;
        await using var command = database.CreateCommand(Sql);
        foreach (var text in new[] { identity.Curve, identity.PublicKeyHex, identity.EthereumAddress, identity.IotexAddress })
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = text });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
