namespace PowerMeter.Web.FirstRun;

/// <summary>Where one browser is with the first run.</summary>
public enum FirstRunPhase
{
    /// <summary>What there is has not been read yet.</summary>
    Loading,

    /// <summary>It answers.</summary>
    Working,

    /// <summary>Another browser, or another window of this one, answers.</summary>
    Elsewhere,

    /// <summary>Somebody else has finished it.</summary>
    TooLate,

    /// <summary>This browser has finished it.</summary>
    Done,
}
