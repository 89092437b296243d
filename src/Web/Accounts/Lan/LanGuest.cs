using System.Security.Claims;

namespace PowerMeter.Web.Accounts.Lan;

/// <summary>
/// Marks the calls of who has not signed in and comes from the own network. The mark goes with the connection of a live page,
/// where no request is at hand any more; what it is worth is the site's setting at that moment. It is no identity: whatever asks
/// for a signed-in user, the API above all, sees nobody.
/// </summary>
internal static class LanGuest
{
    private const string Claim = "lan";

    /// <summary>Call after the authentication.</summary>
    public static void UseLanGuests(this WebApplication app)
    {
        var callers = app.Services.GetRequiredService<LanCaller>();
        app.Use((http, next) =>
        {
            if (http.User.Identity is not { IsAuthenticated: true } && callers.Is(http)) http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(Claim, "yes")]));
            return next(http);
        });
    }

    public static bool Is(ClaimsPrincipal user) => user.Identity is not { IsAuthenticated: true } && user.HasClaim(claim => claim.Type == Claim);
}
