using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Backup.Restore;

/// <summary>What is said of a restore that failed, when it is known that nothing was changed: the reasons themselves do not say so. Pure.</summary>
internal static class RestoreFailure
{
    /// <param name="reason">Null when it is not known.</param>
    public static Sentence Of(Sentence? reason) => reason is null ? new Sentence("Backup_NothingChanged") : new Sentence("Backup_NothingChangedSince", reason);
}
