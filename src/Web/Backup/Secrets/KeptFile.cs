namespace PowerMeter.Web.Backup.Secrets;

/// <summary>A small file among the secrets.</summary>
/// <param name="Name">Without a directory.</param>
internal sealed record KeptFile(string Name, byte[] Content);
