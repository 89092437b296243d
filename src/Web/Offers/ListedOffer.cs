namespace PowerMeter.Web.Offers;

/// <summary>An entry of a list of offers.</summary>
/// <param name="Name">Who offers what, 1 to 128 characters: by it the entry is known again in a newer list.</param>
/// <param name="TypeName">What is sold, as <c>measure_types</c> calls it.</param>
/// <param name="ThresholdWatts">The subscribed power; null when the offer names none.</param>
internal sealed record ListedOffer(string Name, string TypeName, int? ThresholdWatts, Offer Offer);
