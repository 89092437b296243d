using PowerMeter.Tests.Unit.Language;
using PowerMeter.Web.Components.Backup;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Backup;

public sealed class RestoreFailureTests
{
    private const string Unchanged = "Nothing was changed.";

    [Theory]
    [InlineData("The file is too short.", "The file is too short. Nothing was changed.")]
    [InlineData("The restore was given up. Nothing was changed.", "The restore was given up. Nothing was changed.")]
    [InlineData(null, Unchanged)]
    [InlineData("", Unchanged)]
    public void That_nothing_was_changed_is_said_once(string? reason, string said) => RestoreFailure.Says(Unchanged, reason).ShouldBe(said);

    [Fact]
    public void The_reasons_say_it_in_the_words_of_the_page_in_both_languages()
    {
        var ending = TextBook.Sentences.English.Where(text => text.Key.StartsWith("Backup_", StringComparison.Ordinal) && text.Value.EndsWith(TextBook.Texts.English["Backup_NothingChanged"], StringComparison.Ordinal)).ToList();
        ending.ShouldNotBeEmpty();
        ending.ShouldAllBe(text => TextBook.Sentences.French[text.Key].EndsWith(TextBook.Texts.French["Backup_NothingChanged"], StringComparison.Ordinal));
    }
}
