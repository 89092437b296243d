using System.Text.Json.Serialization;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup.Secrets;

namespace PowerMeter.Web.Backup.Format;

/// <summary>The JSON within a backup: snake_case names, as in the API.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, Converters = [typeof(SentenceConverter)])]
[JsonSerializable(typeof(BackupManifest))]
[JsonSerializable(typeof(BackupSecrets))]
[JsonSerializable(typeof(Restore.RestoreRecord))]
internal sealed partial class BackupJson : JsonSerializerContext;
