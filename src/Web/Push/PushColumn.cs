namespace PowerMeter.Web.Push;

/// <summary>The fields of a row, in lower case in JSON and in the header of CSV.</summary>
internal enum PushColumn
{
    Time,
    Watts,
    Volts,
    Battery,
}
