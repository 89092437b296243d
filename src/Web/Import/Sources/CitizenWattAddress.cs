using System.Globalization;
using Npgsql;
using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Import.Sources;

/// <summary>Where a CitizenWatt database is: <c>postgres://user@host:port/database</c>, without a password.</summary>
public sealed record CitizenWattAddress(string Host, int Port, string Database, string User)
{
    public static bool Is(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="ImportException">It has another form, or a password in it; the message shows neither.</exception>
    public static CitizenWattAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Host.Length == 0 || address.AbsolutePath.Length < 2 || address.UserInfo.Length == 0)
            throw new ImportException(new Sentence("Import_AddressForm"));
        if (address.UserInfo.Contains(':', StringComparison.Ordinal))
            throw new ImportException(new Sentence("Import_AddressPassword"));
        if (address.Query.Length > 0) throw new ImportException(new Sentence("Import_AddressOptions"));
        return new CitizenWattAddress(address.Host, address.Port < 0 ? 5432 : address.Port, Uri.UnescapeDataString(address.AbsolutePath[1..]), Uri.UnescapeDataString(address.UserInfo));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{User}@{Host}:{Port}/{Database}");

    internal NpgsqlDataSource Connect(string? password) => new NpgsqlDataSourceBuilder
    {
        ConnectionStringBuilder =
        {
            Host = Host, Port = Port, Database = Database, Username = User, Password = password, ApplicationName = "powermeter-import",
            Timeout = 10, CommandTimeout = 0, KeepAlive = 10, Pooling = false, GssEncryptionMode = GssEncryptionMode.Disable,
        },
    }.Build();
}
