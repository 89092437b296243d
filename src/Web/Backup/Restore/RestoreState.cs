namespace PowerMeter.Web.Backup.Restore;

/// <summary>Where a restore of the page's is.</summary>
public enum RestoreState
{
    /// <summary>The file is compared with its checksums.</summary>
    Checking,

    /// <summary>It is whole and fits: somebody decides.</summary>
    Checked,

    /// <summary>What is there now is backed up, and then replaced.</summary>
    Restoring,

    /// <summary>Done: the three processes begin anew with it.</summary>
    Done,

    /// <summary>Nothing was changed.</summary>
    Failed,
}
