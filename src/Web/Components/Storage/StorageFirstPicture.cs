using PowerMeter.Web.Storage;

namespace PowerMeter.Web.Components.Storage;

/// <summary>What the page of the storage shows.</summary>
/// <param name="Disk">Null when the database is elsewhere, or the system does not say.</param>
/// <param name="OtherHost">Where the database is; null when it is this machine.</param>
/// <param name="Months">For how long samples are kept; null for ever.</param>
public sealed record StorageFirstPicture(StorageFigures Figures, StorageDisk? Disk, string? OtherHost, int? Months);
