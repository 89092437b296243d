using NodaTime;

namespace PowerMeter.Web.Storage;

/// <summary>The samples of a month (UTC), as the catalogue knows them.</summary>
/// <param name="Bytes">On disk, with indexes.</param>
/// <param name="Samples">About; null while PostgreSQL has not counted them yet.</param>
public sealed record StorageMonth(YearMonth Month, long Bytes, long? Samples);
