namespace PowerMeter.Web.Backup;

/// <summary>A file of the directory of backups.</summary>
/// <param name="WrittenAt">UTC. What has our extension and was made by the base station was verified when it was written.</param>
public sealed record StoredBackup(string Name, long Bytes, DateTime WrittenAt);
