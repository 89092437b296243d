using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace PowerMeter.Shared.Secrets;

/// <summary>
/// Before Web takes its first call: the keys in the database are there and can be opened. They are those of the directory
/// that it had before, or a first one. While the database is away there are none, and data protection looks again.
/// </summary>
internal sealed class FirstKey(KeyTable table, MasterKey master, KeyRing ring, IDataProtectionProvider protection) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await table.RunAloneAsync(Make, cancellationToken);
        }
        catch (NpgsqlException)
        {
            // Asked for again by the first call that needs one.
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Make()
    {
        // Says that another master key is needed before a key is made.
        table.GetAllElements();
        table.ImportFrom(ring.Directory, new MasterKeyEncryptor(master));
        protection.CreateProtector("PowerMeter first key").Protect("");
    }
}
