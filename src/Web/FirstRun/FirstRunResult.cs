namespace PowerMeter.Web.FirstRun;

/// <summary>What came of the last step.</summary>
public enum FirstRunResult
{
    /// <summary>All of it is written.</summary>
    Done,

    /// <summary>The base station was set up before; nothing was written.</summary>
    TooLate,

    /// <summary>Another browser has taken the answers over meanwhile; nothing was written.</summary>
    TakenOver,
}
