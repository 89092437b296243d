using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>The dashboard on the own network without signing in.</summary>
public sealed class OpenDashboardTests(WebFixture site) : IClassFixture<WebFixture>
{
    [Fact]
    public async Task It_is_alive_without_signing_in_leads_nowhere_else_and_ends_when_it_is_switched_off()
    {
        var sensor = await site.Database.AddSensorAsync("House", WebFixture.PatientPeriodSeconds);
        await site.FillAsync(sensor, TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(1), 500);
        await using var admin = await site.LoginAsync("/settings/general");
        await SetAsync(admin, true);

        await using var guest = await site.VisitAsync();
        await guest.Page.GotoAsync("/conso");
        await guest.WaitForPointsAsync();
        await Assertions.Expect(guest.Page.Locator(".top a[href='/login']")).ToBeVisibleAsync();
        (await guest.Page.Locator(".top a[href='/data'], .top a[href='/settings'], form[action='/logout']").CountAsync()).ShouldBe(0);
        // The connection of the dashboard, which is open, goes to no other page.
        await guest.Page.EvaluateAsync("Blazor.navigateTo('/settings/account')");
        await guest.WaitForAddressAsync(address => address.Contains("/login?returnUrl=", StringComparison.Ordinal));
        await guest.Page.GotoAsync("/conso");
        await guest.WaitForPointsAsync();
        await guest.Page.EvaluateAsync("Blazor.navigateTo('/data')");
        await guest.WaitForAddressAsync(address => address.Contains("/login?returnUrl=", StringComparison.Ordinal));

        await guest.Page.GotoAsync("/conso");
        await guest.WaitForPointsAsync();
        await SetAsync(admin, false);
        await guest.WaitForAddressAsync(address => address.Contains("/login", StringComparison.Ordinal));
    }

    private static async Task SetAsync(Visit admin, bool isOpen)
    {
        await admin.Page.SetCheckedAsync("#dashboard_on_lan", isOpen);
        await admin.Page.ClickAsync("form[aria-labelledby=open-title] button[type=submit]");
        await Assertions.Expect(admin.Page.Locator("form[aria-labelledby=open-title] .saved")).ToContainTextAsync("Saved");
    }
}
