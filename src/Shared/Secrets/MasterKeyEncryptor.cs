using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace PowerMeter.Shared.Secrets;

/// <summary>Encrypts what is secret in a key by the <see cref="MasterKey"/>; <see cref="MasterKeyDecryptor"/> reads it again.</summary>
internal sealed class MasterKeyEncryptor(MasterKey master) : IXmlEncryptor
{
    internal const string Element = "sealed";
    internal const string FingerprintName = "masterKey";

    // As ASP.NET Core's data protection marks what it encrypts in a key's XML, and what stands there then.
    private static readonly XNamespace DataProtection = "http://schemas.asp.net/2015/03/dataProtection";
    private static readonly XName RequiresEncryption = DataProtection + "requiresEncryption";
    private static readonly XName EncryptedSecret = DataProtection + "encryptedSecret";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        ArgumentNullException.ThrowIfNull(plaintextElement);
        var bytes = master.Seal(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)));
        return new EncryptedXmlInfo(new XElement(Element, new XAttribute(FingerprintName, master.Fingerprint), Convert.ToBase64String(bytes)), typeof(MasterKeyDecryptor));
    }

    /// <summary>The same key, what is secret in it encrypted: for a key that lay unencrypted in a directory.</summary>
    public XElement EncryptKey(XElement key)
    {
        var copy = new XElement(key);
        foreach (var secret in copy.Descendants().Where(element => (bool?)element.Attribute(RequiresEncryption) == true).ToList())
        {
            var info = Encrypt(secret);
            secret.ReplaceWith(new XElement(EncryptedSecret, new XAttribute("decryptorType", info.DecryptorType.AssemblyQualifiedName!), info.EncryptedElement));
        }

        return copy;
    }
}
