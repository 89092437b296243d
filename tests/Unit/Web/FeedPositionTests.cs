using PowerMeter.Web.Live;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class FeedPositionTests
{
    [Theory]
    [InlineData("1790000000-100:100:")]
    [InlineData("1790000000-100:105:101,103")]
    [InlineData("0-1:99999999999:1")]
    public void An_id_is_read_as_it_was_written(string id)
    {
        var position = FeedPosition.Parse(id).ShouldNotBeNull();
        position.ToString().ShouldBe(id);
        FeedPosition.Of(position.Second, position.Snapshot).ShouldBe(position);
    }

    // Each of these PostgreSQL would refuse too, and it must never be asked to read them.
    [Theory]
    [InlineData("")]
    [InlineData("17")]
    [InlineData("-100:105:")]
    [InlineData("1790000000-")]
    [InlineData("1790000000-100:105")]
    [InlineData("1790000000-100:99:")]
    [InlineData("1790000000-0:5:")]
    [InlineData("1790000000-100:105:99")]
    [InlineData("1790000000-100:105:105")]
    [InlineData("1790000000-100:105:103,101")]
    [InlineData("1790000000-100:105:101,101")]
    [InlineData("1790000000-100:105:101,")]
    [InlineData("1790000000-100:105:101:102")]
    [InlineData("1790000000-+100:105:")]
    [InlineData("1790000000- 100:105:")]
    [InlineData("99999999999999999999-100:105:")]
    [InlineData("1790000000-100:99999999999999999999:")]
    [InlineData("1790000000-100:105:'; drop table measures; --")]
    public void What_is_no_id_is_known_as_none(string id) => FeedPosition.Parse(id).ShouldBeNull();

    [Fact]
    public void An_id_that_is_too_long_is_none() =>
        FeedPosition.Parse($"1790000000-1:999999999:{string.Join(',', Enumerable.Range(1, 2000))}").ShouldBeNull();

    [Fact]
    public void Changes_that_overlap_are_joined_and_the_others_stay()
    {
        MeasureChange[] changes = [new(2, 10, 20, false), new(1, 30, 40, false), new(1, 10, 20, false), new(1, 20, 25, false), new(1, 15, 18, true), new(2, 21, 22, false)];
        MeasureChange.Join(changes).ShouldBe([new(1, 10, 25, false), new(1, 30, 40, false), new(1, 15, 18, true), new(2, 10, 20, false), new(2, 21, 22, false)]);
    }
}
