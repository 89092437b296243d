using PowerMeter.Web.Accounts;
using PowerMeter.Web.Accounts.Passwords;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("", "Accounts_PasswordMissing")]
    [InlineData("k7!vQ", "Accounts_PasswordShort")]
    [InlineData("éàüöçñèêë", "Accounts_PasswordShort")]
    [InlineData("ten\0 chars", "Accounts_PasswordControl")]
    [InlineData("MarieDupont", "Accounts_PasswordIsName")]
    [InlineData("mariedupont1", "Accounts_PasswordGuessed")]
    [InlineData("password2026", "Accounts_PasswordGuessed")]
    [InlineData("P@ssw0rd1234", "Accounts_PasswordGuessed")]
    [InlineData("motdepasse1", "Accounts_PasswordGuessed")]
    [InlineData("azertyuiop", "Accounts_PasswordGuessed")]
    [InlineData("poiuytreza", "Accounts_PasswordGuessed")]
    [InlineData("1234567890", "Accounts_PasswordGuessed")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", "Accounts_PasswordGuessed")]
    [InlineData("abcabcabcabc", "Accounts_PasswordGuessed")]
    [InlineData("powermeter2026", "Accounts_PasswordGuessed")]
    public void What_is_tried_first_is_refused(string password, string key) =>
        PasswordRules.Check("mariedupont", password).ShouldNotBeNull().Key.ShouldBe(key);

    [Theory]
    [InlineData("trois chaussures vertes")]
    [InlineData("vK3#pL9!qZ")]
    [InlineData("a sentence of my own making")]
    [InlineData("🍋🌵🎈🐳🚲🧦🪁🎻🥨🦔")]
    public void A_sentence_or_a_random_one_is_taken_whatever_it_is_made_of(string password) => PasswordRules.Check("mariedupont", password).ShouldBeNull();

    [Fact]
    public void One_longer_than_the_sign_in_takes_is_refused_and_what_was_given_is_never_said()
    {
        var fault = PasswordRules.Check("marie", new string('x', 1000) + "secret word y" + new string('z', 12)).ShouldNotBeNull();
        fault.Key.ShouldBe("Accounts_PasswordLong");
        fault.Arguments.ShouldBe([1025, 1024]);
    }

    [Theory]
    [InlineData("dragon1987!", PasswordStrength.Guessed)]
    [InlineData("tr7 okapi9", PasswordStrength.Weak)]
    [InlineData("okapi tr7 mu9e", PasswordStrength.Good)]
    [InlineData("four okapis in my cellar", PasswordStrength.Strong)]
    public void The_strength_is_said_in_words(string password, PasswordStrength strength) => PasswordRules.Strength("marie", password).ShouldBe(strength);

    [Theory]
    [InlineData("", "Accounts_NameMissing")]
    [InlineData(" marie", "Accounts_NameSpaces")]
    [InlineData("marie\n", "Accounts_NameSpaces")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234", "Accounts_NameLong")]
    public void A_name_that_cannot_be_is_said_beside_the_name(string name, string key)
    {
        var faults = new UserChanges().Check(name, "trois chaussures vertes");
        faults.Count.ShouldBe(1);
        (faults[0].Field, faults[0].Key).ShouldBe(("name", key));
    }
}
