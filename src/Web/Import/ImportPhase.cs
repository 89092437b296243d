namespace PowerMeter.Web.Import;

/// <summary>The parts of an import, in their order.</summary>
public enum ImportPhase
{
    Reading,

    /// <summary>The rows do not ascend in time: the database sorts them.</summary>
    Sorting,

    Loading,

    /// <summary>What was loaded is committed; the Processor computes its energy.</summary>
    RollingUp,

    /// <summary>The rows of an export are written.</summary>
    Writing,
}
