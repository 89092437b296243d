using System.Globalization;
using PowerMeter.Shared.Language;
using PowerMeter.Tests.Unit.Language;
using PowerMeter.Web.Backup.Restore;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Backup;

public sealed class RestoreFailureTests
{
    [Fact]
    public void That_nothing_was_changed_is_said_once_in_the_readers_language()
    {
        var said = RestoreFailure.Of(new Sentence("Backup_GivenUp"));
        said.ToString().ShouldBe("It was given up. Nothing was changed.");
        said.In(CultureInfo.GetCultureInfo("fr-FR")).ShouldBe("La restauration a été abandonnée. Rien n’a été modifié.");
        RestoreFailure.Of(null).ToString().ShouldBe("Nothing was changed.");
    }

    [Fact]
    public void The_reasons_themselves_do_not_say_it()
    {
        var reasons = TextBook.Sentences.English.Where(text => text.Key.StartsWith("Backup_", StringComparison.Ordinal) && !text.Key.StartsWith("Backup_NothingChanged", StringComparison.Ordinal)).ToList();
        reasons.ShouldNotBeEmpty();
        reasons.ShouldAllBe(text => !text.Value.EndsWith("othing was changed.", StringComparison.Ordinal));
        reasons.ShouldAllBe(text => !TextBook.Sentences.French[text.Key].EndsWith("ien n’a été modifié.", StringComparison.Ordinal));
    }
}
