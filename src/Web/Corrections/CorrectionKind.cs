namespace PowerMeter.Web.Corrections;

/// <summary>What is done to the samples of a span. In <c>corrections.kind</c> in lower case.</summary>
public enum CorrectionKind
{
    /// <summary>They are deleted.</summary>
    Delete,

    /// <summary>Each gets the same power.</summary>
    Set,

    /// <summary>Each power is multiplied by a factor.</summary>
    Scale,

    /// <summary>Each time is moved: the clock was wrong.</summary>
    Shift,
}
