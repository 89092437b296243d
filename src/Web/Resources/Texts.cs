namespace PowerMeter.Web.Resources;

/// <summary>Names the resource files Texts.resx (English) and Texts.fr.resx: every word that a page says.</summary>
public sealed class Texts;
