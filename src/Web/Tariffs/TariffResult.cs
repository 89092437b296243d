namespace PowerMeter.Web.Tariffs;

public enum TariffResult
{
    /// <summary>It is in force.</summary>
    Applied,

    /// <summary>It moves the tariff of samples that there are: the Processor works it off, and the old state holds meanwhile.</summary>
    Accepted,

    /// <summary>Another change is not finished. Nothing was changed.</summary>
    Busy,

    /// <summary>What there is is not what the caller believed. Nothing was changed.</summary>
    NotExpected,
}
