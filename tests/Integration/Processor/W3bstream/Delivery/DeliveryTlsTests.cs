using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PowerMeter.Processor.W3bstream.Delivery;
using PowerMeter.Shared.Hosting;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Processor.W3bstream.Delivery;

/// <summary>The delivery over TLS, to a server with a certificate of an authority of the house.</summary>
public sealed class DeliveryTlsTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly X509Certificate2 _authority = MakeAuthority("CN=House authority");
    private DeliveryHouse _house = null!;

    public async ValueTask InitializeAsync()
    {
        _house = await DeliveryHouse.OpenAsync(fixture.Database);
        await _house.AddBacklogAsync(1, 3);
    }

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        Dispose();
    }

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task A_certificate_of_the_extra_authority_is_believed_and_http_2_is_spoken()
    {
        await using var network = await StartAsync(IPAddress.Loopback);
        _house.Options = _house.Options with { CaFile = Write(_authority) };
        _house.Start(_house.Settings(network.Address));
        await _house.EmptyAsync();
        network.Numbers.ShouldBe([1, 2, 3]);
        network.Posts.ShouldAllBe(post => post.Protocol == "HTTP/2");
    }

    [Fact]
    public async Task Without_the_extra_authority_it_is_not()
    {
        await using var network = await StartAsync(IPAddress.Loopback);
        _house.Start(_house.Settings(network.Address));
        await _house.BecomesAsync("fault like '%no secure connection%certificate%'");
        network.Posts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nor_is_one_of_another_authority_of_the_same_name()
    {
        using var other = MakeAuthority("CN=House authority");
        await using var network = await StartAsync(IPAddress.Loopback);
        _house.Options = _house.Options with { CaFile = Write(other) };
        _house.Start(_house.Settings(network.Address));
        await _house.BecomesAsync("fault like '%no secure connection%certificate%'");
        network.Posts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nor_is_one_for_another_host()
    {
        await using var network = await StartAsync(IPAddress.Parse("127.0.0.9"));
        _house.Options = _house.Options with { CaFile = Write(_authority) };
        _house.Start(_house.Settings(network.Address));
        await _house.BecomesAsync("fault like '%no secure connection%certificate%'");
        network.Posts.ShouldBeEmpty();
    }

    [Fact]
    public void A_file_of_authorities_that_cannot_be_used_stops_the_start()
    {
        var empty = _directory.File("empty.pem");
        File.WriteAllText(empty, "no certificate\n");
        var broken = _directory.File("broken.pem");
        File.WriteAllText(broken, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        foreach (var file in new[] { empty, broken, _directory.File("missing.pem"), _directory.Path })
            Should.Throw<SettingException>(() => new ExtraTrust(file)).Message.ShouldStartWith(
                $"W3bstream:CaFile is '{file}'; allowed: a readable file of certificates in PEM");
    }

    private static X509Certificate2 MakeAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-2), now.AddDays(2));
    }

    private async Task<StandInNetwork> StartAsync(IPAddress host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=network", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        var now = TimeProvider.System.GetUtcNow();
        using var bare = request.Create(_authority, now.AddDays(-1), now.AddDays(1), [1, 2, 3, 4]);
        return await StandInNetwork.StartAsync(bare.CopyWithPrivateKey(key));
    }

    private string Write(X509Certificate2 certificate)
    {
        var file = _directory.File($"{Guid.NewGuid():N}.pem");
        File.WriteAllText(file, certificate.ExportCertificatePem());
        return file;
    }
}
