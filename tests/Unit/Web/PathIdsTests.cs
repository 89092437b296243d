using PowerMeter.Web.Api.Compatible;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class PathIdsTests
{
    private const int Most = 500;

    [Theory]
    [InlineData("0", "500", 0, 500, false)]
    [InlineData("-10", "0", -10, 0, true)]
    [InlineData("-10", "-3", -10, -3, true)]
    [InlineData("7", "7", 7, 7, false)]
    [InlineData("-0", "3", 0, 3, false)]
    [InlineData("9223372036854775800", "9223372036854775807", 9223372036854775800, long.MaxValue, false)]
    public void A_range_is_from_0_or_counts_from_the_end(string first, string end, long expectedFirst, long expectedEnd, bool countsFromEnd)
    {
        var range = PathIds.Parse(first, end, Most);
        range.ShouldBe(new IdRange(expectedFirst, expectedEnd));
        range.CountsFromEnd.ShouldBe(countsFromEnd);
    }

    [Theory]
    [InlineData("-1", "1", 400)]
    [InlineData("1", "-1", 400)]
    [InlineData("0", "-1", 400)]
    [InlineData("3", "2", 400)]
    [InlineData("-2", "-3", 400)]
    [InlineData("0", "501", 403)]
    [InlineData("-501", "0", 403)]
    [InlineData("-9223372036854775807", "0", 403)]
    [InlineData("-9223372036854775808", "0", 400)]
    [InlineData("", "1", 400)]
    [InlineData(" 1", "2", 400)]
    [InlineData("1", "2.0", 400)]
    [InlineData("١", "2", 400)]
    public void What_is_no_range_is_400_and_one_too_wide_403(string first, string end, int status) =>
        Should.Throw<PathNumberException>(() => PathIds.Parse(first, end, Most)).Status.ShouldBe(status);

    [Theory]
    [InlineData("1", 1, 2)]
    [InlineData("-1", -1, 0)]
    [InlineData("-5", -5, -4)]
    public void One_id_is_a_range_of_one(string id, long first, long end) => IdRange.Of(PathIds.Parse(id)).ShouldBe(new IdRange(first, end));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1e2")]
    public void A_step_is_a_whole_number_above_0(string step) => Should.Throw<PathNumberException>(() => PathIds.ParseStep(step)).Message.ShouldContain("step is");
}
