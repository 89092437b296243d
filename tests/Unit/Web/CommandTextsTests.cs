using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using PowerMeter.Web.Resources;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class CommandTextsTests
{
    [Fact]
    public void A_page_of_an_installed_base_station_names_the_command_as_it_is_called_there()
    {
        var texts = new CommandTexts(Localizer(), "powermeter");
        texts["Sensors_Remedy_stopped"].Value.ShouldContain(" powermeter start");
        texts["HealthDo_Died", "web"].Value.ShouldContain(" powermeter logs web");
        texts.GetAllStrings(includeParentCultures: true).ShouldNotContain(text => text.Value.Contains("./powermeter"));
        texts["Nothing_IsCalledSo"].ResourceNotFound.ShouldBeTrue();
    }

    [Fact]
    public void In_the_repository_it_is_that_of_the_repository()
    {
        using var services = new ServiceCollection().AddLogging().AddTexts().BuildServiceProvider();
        services.GetRequiredService<IStringLocalizer<Texts>>()["Sensors_Remedy_stopped"].Value.ShouldContain(" ./powermeter start");
    }

    private static StringLocalizer<Texts> Localizer()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        using var services = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();
        return new StringLocalizer<Texts>(services.GetRequiredService<IStringLocalizerFactory>());
    }
}
