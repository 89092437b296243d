namespace PowerMeter.Web.Backup.Secrets;

/// <summary>What <c>secrets.bin</c> holds when it is decrypted.</summary>
/// <param name="KeyRing">Files of Keys:Directory.</param>
/// <param name="Identity">Files of W3bstream:Directory: the device's private key.</param>
/// <param name="Sensors">What the rows of sensors are without.</param>
/// <param name="W3bstreamToken">As it is stored, encrypted by the key ring; null when none is set.</param>
internal sealed record BackupSecrets(
    IReadOnlyList<KeptFile> KeyRing, IReadOnlyList<KeptFile> Identity, IReadOnlyList<SensorSecret> Sensors, string? W3bstreamToken);
