using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Scale;

/// <summary>A server of the test's own with a certificate for localhost, signed by an authority of its own.</summary>
public sealed class DatabaseTlsTests : IAsyncLifetime
{
    private const string IsEncrypted = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";

    // Run by the server's user in its data directory: the key must be its own.
    private const string MakeCertificates = """
        copy (select 1) to program $$
        for name in house stranger; do
          openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$name" -keyout "$name.key" -out "$name.crt"
        done &&
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost -keyout server.key -out server.csr &&
        echo subjectAltName=DNS:localhost >server.ext &&
        openssl x509 -req -in server.csr -CA house.crt -CAkey house.key -CAcreateserial -days 2 -extfile server.ext -out server.crt &&
        chmod 600 server.key
        $$
        """;

    private readonly TemporaryDirectory _directory = new();
    private PostgresServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.CreateAsync(_directory.File("server"), "test");
        await using var postgres = _server.Connect("postgres", "postgres");
        await postgres.ExecuteAsync(MakeCertificates);
        foreach (var name in (string[])["house", "stranger"])
            await File.WriteAllTextAsync(_directory.File($"{name}.crt"), await postgres.ScalarAsync<string>($"select pg_read_file('{name}.crt')"));
        await postgres.ExecuteAsync("alter system set ssl = on");
        await postgres.ScalarAsync<bool>("select pg_reload_conf()");
        await using var plain = Source("localhost", SslMode.Prefer, "");
        await Eventually.BecomesTrueAsync("the server encrypts", async () =>
        {
            plain.Clear();
            return await plain.ScalarAsync<bool>(IsEncrypted);
        });
    }

    [Fact]
    public async Task A_certificate_of_another_name_or_authority_is_refused_when_it_is_looked_at()
    {
        (await IsEncryptedAsync("localhost", SslMode.VerifyFull, "house")).ShouldBeTrue();
        (await IsEncryptedAsync("127.0.0.1", SslMode.VerifyCA, "house")).ShouldBeTrue();
        (await IsEncryptedAsync("127.0.0.1", SslMode.Require, "")).ShouldBeTrue();
        (await IsEncryptedAsync("localhost", SslMode.Disable, "")).ShouldBeFalse();
        foreach (var (host, mode, root) in ((string, SslMode, string)[])[
            ("127.0.0.1", SslMode.VerifyFull, "house"), ("localhost", SslMode.VerifyFull, "stranger"), ("localhost", SslMode.VerifyCA, "stranger"), ("localhost", SslMode.VerifyFull, "")])
        {
            var refused = await Should.ThrowAsync<NpgsqlException>(() => IsEncryptedAsync(host, mode, root), $"{host} {mode} {root}");
            refused.GetBaseException().Message.ShouldContain("certificate");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.KillAsync();
        _directory.Dispose();
    }

    private async Task<bool> IsEncryptedAsync(string host, SslMode mode, string root)
    {
        await using var source = Source(host, mode, root);
        return await source.ScalarAsync<bool>(IsEncrypted);
    }

    private NpgsqlDataSource Source(string host, SslMode mode, string root) => DatabaseServices.CreateDataSource(
        new DatabaseOptions(host, _server.Port, "postgres", "postgres") { SslMode = mode, RootCertificate = root.Length > 0 ? _directory.File($"{root}.crt") : "" },
        "test", connection => connection.Passfile = _server.PasswordFile("postgres"));
}
