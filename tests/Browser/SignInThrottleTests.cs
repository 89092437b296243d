using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

public sealed class SignInThrottleTests(WebFixture site) : IClassFixture<WebFixture>
{
    [Fact]
    public async Task After_five_failures_even_the_right_password_must_wait_a_little()
    {
        await using var visit = await site.VisitAsync();
        visit.Expected.Add("401");
        visit.Expected.Add("429");
        await visit.Page.GotoAsync("/login");
        for (var failure = 0; failure < 5; failure++) await FailAsync(visit);

        var answer = await visit.Page.RunAndWaitForResponseAsync(
            () => visit.SignInAsync(WebFixture.Login, WebFixture.Password), response => response.Request.Method == "POST");
        answer.Status.ShouldBe(429);
        int.Parse((await answer.HeaderValueAsync("Retry-After"))!, System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(1, 5);
        (await visit.Page.Locator("#login-error").InnerTextAsync()).ShouldContain("Too many tries");

        await Eventually.BecomesTrueAsync("the right password is let in again", async () =>
        {
            // By the answer to the form: the load state may have been reached before it is asked for.
            var again = await visit.Page.RunAndWaitForResponseAsync(
                () => visit.SignInAsync(WebFixture.Login, WebFixture.Password), response => response.Request.Method == "POST");
            return again.Status != 429;
        });
        await visit.Page.WaitForURLAsync("**/conso");
    }

    private static async Task FailAsync(Visit visit)
    {
        var answer = await visit.Page.RunAndWaitForResponseAsync(
            () => visit.SignInAsync(WebFixture.Login, "wrong"), response => response.Request.Method == "POST");
        answer.Status.ShouldBe(401);
    }
}
