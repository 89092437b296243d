namespace PowerMeter.Web.FirstRun;

/// <summary>The steps of the first run, in their order. In <c>first_run.step</c> in lower case.</summary>
public enum FirstRunStep
{
    /// <summary>Language and time zone.</summary>
    Place,
    Account,
    Sensor,
    Tariff,
    W3bstream,
    Summary,
}
