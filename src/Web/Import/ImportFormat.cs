namespace PowerMeter.Web.Import;

/// <summary>Whose file it is.</summary>
public enum ImportFormat
{
    /// <summary>Our own CSV: a header that names time, watts and perhaps volts, battery, night_rate.</summary>
    Own,

    /// <summary>CitizenWatt's table <c>measures</c>, as CSV or from its database.</summary>
    CitizenWatt,

    /// <summary>A feed of emoncms: time and value, mostly without a header.</summary>
    Emoncms,

    /// <summary>The long-term statistics of Home Assistant: one row an hour.</summary>
    HomeAssistant,
}
