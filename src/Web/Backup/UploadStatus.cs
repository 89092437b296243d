using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Backup;

/// <summary>The HTTP status of a file that was not taken. Pure.</summary>
internal static class UploadStatus
{
    private static readonly string[] NoRoom = ["Disk_NoRoom", "Disk_Full", "Disk_FileLarge"];

    /// <param name="why">What <see cref="BackupUploads.TakeAsync"/> says.</param>
    public static int Of(Sentence why) => why switch
    {
        _ when why.Is("Backup_UploadLarge") => StatusCodes.Status413PayloadTooLarge,
        _ when why.Is("Backup_UploadMore") || why.Is("Backup_UploadLess") => StatusCodes.Status400BadRequest,
        _ when NoRoom.Any(why.Is) => StatusCodes.Status507InsufficientStorage,
        // Its directory is closed, or gone.
        _ => StatusCodes.Status500InternalServerError,
    };
}
