namespace PowerMeter.Web.Guide;

/// <summary>One wire of a drawing.</summary>
/// <param name="From">The pin of the sensor's board.</param>
/// <param name="To">The pin that it goes to.</param>
/// <param name="Colour">power, ground, data or clock: as the drawing's style sheet knows them, and by different dashes.</param>
public sealed record Wire(string From, string To, string Colour);
