using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace PowerMeter.Shared.Secrets;

/// <summary>Reads what <see cref="MasterKeyEncryptor"/> wrote. Its name stands in the stored keys, and so never changes.</summary>
/// <param name="services">With the <see cref="MasterKey"/>; this parameter is how data protection makes it.</param>
public sealed class MasterKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        ArgumentNullException.ThrowIfNull(encryptedElement);
        return XElement.Parse(Encoding.UTF8.GetString(services.GetRequiredService<MasterKey>().Open(Convert.FromBase64String(encryptedElement.Value))));
    }
}
