using System.Text;
using System.Text.RegularExpressions;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Offers;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

/// <summary>What docs/offers.md shows works.</summary>
public sealed partial class OfferExamplesTests
{
    private static readonly string Page = File.ReadAllText(Repository.File("docs/offers.md"));

    [Fact]
    public void The_example_of_the_form_is_a_list()
    {
        var example = JsonBlock().Match(Page).Groups[1].Value;
        OfferList.Parse(Encoding.UTF8.GetBytes(example)).ShouldHaveSingleItem().ShouldBe(new ListedOffer(
            "Example Power 6 kVA", "Electricity", 6000,
            new Offer(0.2142m, 0.1589m, 15.86m, "22:30-06:30", true, 20, new DateOnly(2026, 8, 1), "https://example.org/prices.pdf")));
    }

    [Fact]
    public void The_page_tells_the_list_that_comes_with_the_program()
    {
        var offers = ShippedOffers.Read();
        Page.ShouldContain($"has {offers.Count} offers");
        foreach (var offer in offers)
        {
            var name = offer.Name[..offer.Name.LastIndexOf(' ')];
            Page.ShouldContain($"| {name[..name.LastIndexOf(' ')]} ");
            Page.ShouldContain($"{offer.Offer.OfferedOn:yyyy-MM-dd} |");
        }
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();
}
