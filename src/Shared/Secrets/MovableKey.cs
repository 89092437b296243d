using System.Text;
using System.Xml.Linq;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Secrets;

/// <summary>
/// A key of the database as it would lie in Keys:Directory, for a backup with secrets: a machine without our <see cref="MasterKey"/>
/// may take it over. Whoever calls this encrypts it otherwise.
/// </summary>
public static class MovableKey
{
    /// <param name="xml">As the database has it.</param>
    /// <returns>What a file of Keys:Directory holds, unencrypted.</returns>
    /// <exception cref="SettingException">It was encrypted by another master key.</exception>
    public static byte[] Open(string xml, MasterKey master) =>
        Encoding.UTF8.GetBytes(MasterKeyEncryptor.DecryptKey(XElement.Parse(xml), master).ToString(SaveOptions.DisableFormatting));

    /// <param name="file">What <see cref="Open"/> gave, or a file of Keys:Directory.</param>
    /// <returns>As the database is to have it.</returns>
    /// <exception cref="System.Xml.XmlException">It is no such file.</exception>
    public static string Seal(byte[] file, MasterKey master)
    {
        using var bytes = new MemoryStream(file, writable: false);
        return new MasterKeyEncryptor(master).EncryptKey(XElement.Load(bytes)).ToString(SaveOptions.DisableFormatting);
    }
}
