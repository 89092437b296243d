using System.Globalization;
using PowerMeter.Processor.W3bstream.Delivery;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Rewards;
using PowerMeter.Shared.W3bstream;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream;

/// <summary>Faults have their English words for log, API and command line, and are said in French on a page.</summary>
public sealed class FaultSentenceTests
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    [Fact]
    public void What_is_not_delivered_is_said_with_its_reason()
    {
        var fault = FaultText.Of(new Sentence("W3b_Silent", new Sentence("W3b_Late", "10s")));
        fault.ToString().ShouldBe("Nothing is delivered: the network does not answer: no answer within 10s.");
        fault.In(French).ShouldBe("Rien n’est transmis\u00a0: le réseau ne répond pas\u00a0: pas de réponse en 10s.");
        var refused = FaultText.OfRefusals(new PublishAnswer(Verdict.Refused, 200, "{}"));
        refused.ToString().ShouldBe("Nothing is delivered: the network refuses the readings, the last one with 200 and an error inside.");
        refused.In(French).ShouldEndWith("le dernier avec 200 et une erreur dans la réponse.");
    }

    [Fact]
    public void A_wrong_setting_is_said_as_before()
    {
        var wrong = Should.Throw<SettingException>(() => new PublishUrl("ftp://w3b.example/x?token=1", W3bstreamProfile.Devnet));
        wrong.Message.ShouldEndWith($"; allowed: {PublishAddress.Allowed}.");
        FaultText.Of(wrong).ToString().ShouldBe($"Nothing is delivered: {wrong.Message}");
        FaultText.Of(wrong).In(French).ShouldContain("\u202f; permis\u00a0: une URL absolue");
        ProjectText.Allowed.ToString().ShouldBe("""at most 100 letters, digits and signs of ASCII, but none of " \ < > &""");
        Should.Throw<SettingException>(() => new RewardTable([new RewardStep(5, 1), new RewardStep(3, 1)])).Message
            .ShouldEndWith("; allowed: at most 20 steps, below_w above 0 and ascending, tokens_per_hour from 0 to 1000000; as text below_w:tokens_per_hour, such as 3:10,5:4.");
    }

    [Fact]
    public void What_has_english_words_only_is_marked_so()
    {
        var wrong = new SettingException("The keys are away.");
        wrong.Sentence.ToString().ShouldBe("The keys are away.");
        wrong.Sentence.In(French).ShouldEndWith(wrong.Message);
        wrong.Sentence.In(French).ShouldNotBe(wrong.Message);
        FaultText.Of(wrong).ToString().ShouldBe("Nothing is delivered: The keys are away.");
    }

    [Fact]
    public void The_delivery_knows_its_own_faults_by_their_keys()
    {
        foreach (var fault in (Sentence[])[FaultText.Of(new Sentence("W3b_TokenRefused")), FaultText.Of(new SettingException("x.")), FaultText.Of(SettingException.Of(new Sentence("W3b_TokenForm")))])
            FaultText.Keys.ShouldContain(key => fault.ToJson().StartsWith($"[\"{key}\",", StringComparison.Ordinal));
    }
}
