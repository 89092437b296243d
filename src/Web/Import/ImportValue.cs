namespace PowerMeter.Web.Import;

/// <summary>What the caller says that the values are, where the file does not.</summary>
public enum ImportValue
{
    Watts,

    /// <summary>Kilowatt-hours that count up.</summary>
    Kwh,
}
