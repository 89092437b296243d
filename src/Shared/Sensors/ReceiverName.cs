using System.Text.RegularExpressions;

namespace PowerMeter.Shared.Sensors;

/// <summary>What a Receiver may be called, when there are several: as its setting, in <c>sensors.receiver</c> and on the pages.</summary>
public static partial class ReceiverName
{
    public const string Allowed = "1 to 64 letters, digits, dots, dashes and underscores, a letter or a digit first, such as shed";

    public static bool IsAllowed(string name) => Form().IsMatch(name);

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\\z")]
    private static partial Regex Form();
}
