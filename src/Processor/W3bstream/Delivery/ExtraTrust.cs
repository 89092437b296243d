using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>
/// Certificates that are trusted beside the system's: a server is who it says when the system trusts it, or when its
/// certificate chains to one of these. The host's name and the dates are checked in either case.
/// </summary>
internal sealed class ExtraTrust
{
    /// <summary>id-kp-serverAuth: RFC 5280, section 4.2.1.12.</summary>
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2Collection _trusted = [];

    /// <param name="file">Certificates in PEM; empty for none.</param>
    /// <exception cref="SettingException">It cannot be read, or holds no certificate.</exception>
    public ExtraTrust(string file)
    {
        if (file.Length == 0) return;
        try
        {
            _trusted.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw SettingException.Of(new Sentence("Value_NotAllowed", "W3bstream:CaFile", file, new Sentence("W3b_CaUnread", e.Message.TrimEnd('.'))));
        }

        if (_trusted.Count == 0) throw SettingException.Of(new Sentence("Value_NotAllowed", "W3bstream:CaFile", file, new Sentence("W3b_CaEmpty")));
    }

    /// <returns>Null when the system's own verdict is all there is.</returns>
    public RemoteCertificateValidationCallback? Callback => _trusted.Count == 0 ? null : (_, certificate, chain, errors) => IsTrusted(certificate, chain, errors);

    private bool IsTrusted(X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return true;
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 server) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_trusted);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // a house's own authority has no list to ask for
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        if (presented is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(presented.ChainPolicy.ExtraStore);
            foreach (var element in presented.ChainElements) chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return chain.Build(server);
    }
}
