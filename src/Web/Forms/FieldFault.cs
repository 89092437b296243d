using System.Globalization;
using Microsoft.Extensions.Localization;
using PowerMeter.Web.Resources;

namespace PowerMeter.Web.Forms;

/// <summary>One thing that somebody gave cannot be as it is. Pages say it beside its field, in their language; programs get it in English.</summary>
/// <param name="Field">As programs call it, such as <c>account.password</c>.</param>
/// <param name="Key">Of the sentence in the resources, which says what was wrong and what is allowed.</param>
/// <param name="Arguments">What the sentence has places for: what was given, bounds. Never a secret.</param>
public sealed record FieldFault(string Field, string Key, params object[] Arguments)
{
    public string Say(IStringLocalizer<Texts> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return texts[Key, Arguments];
    }

    public string InEnglish(IStringLocalizer<Texts> texts)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
            return $"{Field}: {Say(texts)}";
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }
}
