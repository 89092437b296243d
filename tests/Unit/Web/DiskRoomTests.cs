using PowerMeter.Web.Server;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class DiskRoomTests
{
    [Fact]
    public void One_that_is_not_there_yet_has_the_room_of_where_it_will_be()
    {
        DiskRoom.FreeOf(Path.Combine(Path.GetTempPath(), "not", "there")).ShouldNotBeNull().ShouldBeGreaterThan(0);
        DiskRoom.FreeOf("/proc").ShouldBe(0);
        DiskRoom.ReserveOf("/proc").ShouldBe(DiskRoom.Reserve);
        // A file system in memory, which each Linux has.
        DiskRoom.ReserveOf("/dev/shm").ShouldBe(0);
    }
}
