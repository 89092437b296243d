using System.Globalization;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Import;
using PowerMeter.Web.Import.Sources;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Import;

/// <summary>The command line says them in English, the page in its reader's language.</summary>
public sealed class ImportSentenceTests
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    [Fact]
    public void What_is_wrong_with_a_row_is_said_in_the_readers_language_with_what_is_allowed()
    {
        var reason = new Sentence("Value_NotAllowed", "watts", "a lot", new Sentence("Value_Watts"));
        reason.ToString().ShouldBe("watts is 'a lot'; allowed: a number of watts from -1000000000 to 1000000000.");
        reason.In(French).ShouldBe("watts vaut «\u00a0a lot\u00a0»\u202f; permis\u00a0: un nombre de watts, de −1 à +1\u00a0GW.");
    }

    [Fact]
    public void What_is_allowed_is_what_the_parsers_say()
    {
        const string Times = "RFC 3339 with its offset, such as 2026-03-01T12:00:00Z or 2026-03-01T13:00:00.5+01:00, or seconds since 1970, such as 1772366400 or 1772366400.5";
        new Sentence("Value_NotAllowed", "time", "x", TimeText.Allowed).ToString().ShouldBe($"time is 'x'; allowed: {Times}.");
        new Sentence("Import_LocalTime", "x", TimeText.Allowed).ToString()
            .ShouldBe($"time is 'x'; allowed: {Times}, milliseconds since 1970, or local time such as 31/12/2025 23:59:59, 31.12.2025 23:59 or 2025-12-31 23:59:59.");
        new Sentence("Push_NoTime", TimeText.Allowed).ToString().ShouldBe($"time is missing; allowed: {Times}. Only a single object may leave it out.");
    }

    [Fact]
    public void What_the_command_line_refuses_has_its_english_words_and_french_ones()
    {
        NamedSensor.NoSuch("shed").ToString().ShouldBe("There is no sensor 'shed'; './powermeter sensor list' names those there are.");
        NamedSensor.NoSuch("shed").In(French).ShouldStartWith("Il n’y a pas de capteur «\u00a0shed\u00a0»");
        var refused = Should.Throw<ImportException>(() => CitizenWattAddress.Parse("postgres://pi@attic/citizenwatt?sslmode=require"));
        refused.Message.ShouldBe("The database's address has options after '?'; allowed: postgres://user@host/database or postgres://user@host:port/database, without a password.");
        refused.Sentence.In(French).ShouldStartWith("L’adresse de la base de données a des options après «\u202f?\u00a0»");
        new Sentence("Import_Rejected", 3L, 2L, new Sentence("Import_Columns", 1, 2)).In(French)
            .ShouldStartWith("3 lignes ne peuvent pas être prises (ligne 2\u00a0: La ligne a 1 valeurs");
    }
}
