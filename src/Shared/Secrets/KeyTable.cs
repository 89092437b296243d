using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Secrets;

/// <summary>The keys in the database, each encrypted by the <see cref="MasterKey"/>. Data protection asks for them now and then, and not asynchronously.</summary>
internal sealed class KeyTable(NpgsqlDataSource database, MasterKey master) : IXmlRepository
{
    private const string Select = "select xml from data_protection_keys order by id";
    private const string Insert = "insert into data_protection_keys (name, xml) values ($1, $2) on conflict (name) do nothing";
    private const string MakeFirst = "select pg_advisory_lock(hashtext('data_protection_keys'))";
    private const string MadeFirst = "select pg_advisory_unlock(hashtext('data_protection_keys'))";

    /// <exception cref="NpgsqlException">The database is away.</exception>
    /// <exception cref="SettingException">They were encrypted by another master key.</exception>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = database.CreateCommand(Select);
        using var row = command.ExecuteReader();
        var keys = new List<XElement>();
        while (row.Read()) keys.Add(XElement.Parse(row.GetString(0)));
        // Another master key would open none of them, and a new one would be made that nobody else can open.
        foreach (var key in keys) MasterKeyEncryptor.RequireOf(key, master);
        return keys;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = database.CreateCommand(Insert);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = friendlyName });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = element.ToString(SaveOptions.DisableFormatting) });
        command.ExecuteNonQuery();
    }

    /// <summary>Runs what makes the first key while no other Web does the same: each would go on with its own for a day.</summary>
    public async Task RunAloneAsync(Action make, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(make);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await ExecuteAsync(connection, MakeFirst, cancel);
        try
        {
            make();
        }
        finally
        {
            // The pool would keep the session, and the lock with it.
            await ExecuteAsync(connection, MadeFirst, CancellationToken.None);
        }
    }

    /// <summary>Takes over the keys that lie unencrypted in a directory, each once.</summary>
    public void ImportFrom(string directory, MasterKeyEncryptor encryptor)
    {
        if (!Directory.Exists(directory)) return;
        foreach (var file in Directory.GetFiles(directory, "key-*.xml").Order(StringComparer.Ordinal))
            StoreElement(encryptor.EncryptKey(XElement.Load(file)), Path.GetFileNameWithoutExtension(file));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
