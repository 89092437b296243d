using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Backup;

public sealed class UploadStatusTests
{
    [Fact]
    public void What_the_sender_can_mend_is_told_from_what_the_disk_refuses()
    {
        UploadStatus.Of(new Sentence("Backup_UploadLarge", 2, 1)).ShouldBe(413);
        UploadStatus.Of(new Sentence("Backup_UploadLess", 2, 1)).ShouldBe(400);
        UploadStatus.Of(new Sentence("Backup_UploadMore", 1)).ShouldBe(400);
        UploadStatus.Of(new Sentence("Disk_NoRoom", "/media/stick", 1, 2)).ShouldBe(507);
        UploadStatus.Of(new Sentence("Disk_Full", "/media/stick", 1, 2)).ShouldBe(507);
        UploadStatus.Of(new Sentence("Disk_FileLarge", "/media/stick", 1)).ShouldBe(507);
        UploadStatus.Of(new Sentence("Disk_Closed", "/media/stick", "powermeter")).ShouldBe(500);
    }
}
