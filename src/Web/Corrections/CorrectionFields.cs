namespace PowerMeter.Web.Corrections;

/// <summary>The fields of a correction, as programs call them and as faults point at them.</summary>
public static class CorrectionFields
{
    public const string Kind = "kind";
    public const string From = "from";
    public const string To = "to";
    public const string Watts = "watts";
    public const string Factor = "factor";
    public const string Offset = "offset_s";
    public const string Reason = "reason";

    /// <summary>Not a field: what was looked at before it was asked for.</summary>
    public const string Preview = "preview";

    /// <summary>Not a field: the correction that is to be undone.</summary>
    public const string Undo = "undo";
}
