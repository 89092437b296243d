namespace PowerMeter.Web.Storage;

/// <summary>Why samples that are old enough are kept all the same.</summary>
public enum RemovalReason
{
    /// <summary>Too little was recorded since.</summary>
    Silence,

    /// <summary>Readings for W3bstream may have to be made of them.</summary>
    Readings,

    /// <summary>Their energy is still to be computed, or to be moved between the tariffs.</summary>
    Energy,
}
