namespace PowerMeter.Web.Offers;

/// <summary>What a newer list changed in the catalogue: names of offers, in the list's order where they stand in it.</summary>
/// <param name="Offers">How many the list has.</param>
/// <param name="Removed">Offers that vanished from the list, and that no contract is of.</param>
/// <param name="Kept">Providers whose offer vanished from the list: they stay, without an offer, since a contract is theirs.</param>
internal sealed record OfferChanges(
    int Offers, IReadOnlyList<string> Added, IReadOnlyList<string> Changed, IReadOnlyList<string> Removed, IReadOnlyList<string> Kept);
