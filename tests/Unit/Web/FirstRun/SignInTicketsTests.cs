using PowerMeter.Tests.TestKit;
using PowerMeter.Web.FirstRun;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.FirstRun;

public sealed class SignInTicketsTests
{
    [Fact]
    public void A_ticket_is_good_once()
    {
        var tickets = new SignInTickets(new ManualTimeProvider(DateTimeOffset.UnixEpoch));
        var ticket = tickets.Issue(7);
        ticket.ShouldNotBe(tickets.Issue(7));
        tickets.Redeem(ticket).ShouldBe(7);
        tickets.Redeem(ticket).ShouldBeNull();
        tickets.Redeem("made up").ShouldBeNull();
        tickets.Redeem(null).ShouldBeNull();
    }

    [Fact]
    public void A_ticket_is_good_for_ten_minutes()
    {
        var time = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        var tickets = new SignInTickets(time);
        var (inTime, late) = (tickets.Issue(1), tickets.Issue(2));
        time.Advance(TimeSpan.FromMinutes(9));
        tickets.Redeem(inTime).ShouldBe(1);
        time.Advance(TimeSpan.FromMinutes(1));
        tickets.Redeem(late).ShouldBeNull();
    }
}
