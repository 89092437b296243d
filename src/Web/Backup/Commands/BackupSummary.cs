using System.Globalization;
using PowerMeter.Web.Backup.Format;

namespace PowerMeter.Web.Backup.Commands;

/// <summary>What a backup is, in one line.</summary>
internal static class BackupSummary
{
    private const double BytesPerMegabyte = 1e6;

    /// <param name="length">Bytes of the file.</param>
    public static string Of(BackupManifest manifest, long length)
    {
        var samples = manifest.SampleMonths is { } months ? $"{manifest.Samples} samples from {months.First} to {months.Last}" : "no samples";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{manifest.SiteName} at {manifest.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, schema {manifest.Schema}, {manifest.RowsOf("sensors")} sensors, {samples}, {manifest.Rows} rows, {length / BytesPerMegabyte:0.0} MB, {(manifest.Secrets ? "with" : "without")} secrets.");
    }
}
