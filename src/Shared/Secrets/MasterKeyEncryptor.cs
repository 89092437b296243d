using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using PowerMeter.Shared.Hosting;

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

    /// <summary>The other way round.</summary>
    /// <exception cref="SettingException">It was encrypted by another master key.</exception>
    public static XElement DecryptKey(XElement key, MasterKey master)
    {
        RequireOf(key, master);
        var copy = new XElement(key);
        foreach (var secret in copy.Descendants(EncryptedSecret).ToList())
        {
            var plain = XElement.Parse(Encoding.UTF8.GetString(master.Open(Convert.FromBase64String(secret.Element(Element)!.Value))));
            plain.SetAttributeValue(RequiresEncryption, true);
            secret.ReplaceWith(plain);
        }

        return copy;
    }

    /// <exception cref="SettingException">It was encrypted by another master key.</exception>
    public static void RequireOf(XElement key, MasterKey master)
    {
        if (key.Descendants(Element).Any(part => (string?)part.Attribute(FingerprintName) != master.Fingerprint))
            throw new SettingException($"Keys:MasterKeyFile is '{master.File}', and the keys in the database were encrypted by another master key: copy the file from a machine where it is right.");
    }
}
