namespace PowerMeter.Shared.Display;

/// <summary>The language of the display's words and figures.</summary>
public enum DisplayLanguage
{
    En,
    Fr,
}
