namespace PowerMeter.Web.Import.Jobs;

/// <summary>How far an import of the page's is.</summary>
public enum ImportState
{
    Checking,

    /// <summary>The report is there; nothing is written yet.</summary>
    Checked,

    Loading,

    /// <summary>The samples are stored, their energy is being computed.</summary>
    RollingUp,

    Done,
    Failed,
    Cancelled,
}
