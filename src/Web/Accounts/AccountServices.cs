using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Secrets;
using PowerMeter.Web.Accounts.Passwords;
using PowerMeter.Web.Accounts.People;
using PowerMeter.Web.Accounts.Sessions;
using PowerMeter.Web.Accounts.Tokens;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Accounts;

internal static class AccountServices
{
    /// <summary>Everything needs a login, except what says that it does not.</summary>
    public static void AddAccounts(this IHostApplicationBuilder builder)
    {
        builder.AddKeyRing(all => all.GetRequiredKeyedService<NpgsqlDataSource>(WebDatabase.Housekeeping));
        builder.Services.AddSingleton<UserQuery>();
        builder.Services.AddSingleton<Credentials>();
        builder.Services.AddSingleton<SignInThrottle>();
        builder.Services.AddSingleton<SignIn>();
        builder.Services.AddSingleton<UserChanges>();
        builder.Services.AddSingleton<TokenQuery>();
        builder.Services.AddSingleton<TokenSignIn>();
        builder.Services.AddSingleton<SessionTable>();
        builder.Services.AddSingleton<SessionCheck>();
        builder.Services.AddSingleton<AccountWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<AccountWatch>());
        builder.Services.AddSingleton<AdministratorCheck>();
        builder.Services.AddSingleton<PasswordChange>();
        builder.Services.AddSingleton<PeopleChanges>();
        builder.Services.AddSingleton<TokenTable>();
        builder.Services.AddSingleton<ContinuedAccess>();
        builder.Services.AddScoped<SessionCookie>();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(SessionCookie.Configure);
        var authorization = builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        authorization.AddSitePolicies();
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddScoped<AuthenticationStateProvider, SessionRevalidation>();
        builder.Services.AddScoped<CircuitHandler, EndedSessionGate>();
        builder.Services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "powermeter-form";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true; // frame-ancestors says it
        });
    }

    public static void MapAccounts(this IEndpointRouteBuilder app) => app.MapPost("/logout", SignOutAsync).WithMetadata(new ChangesNothingAttribute());

    private static async Task<Results<RedirectHttpResult, BadRequest>> SignOutAsync(HttpContext context, IAntiforgery antiforgery, [FromServices] SessionTable sessions)
    {
        if (!await antiforgery.IsRequestValidAsync(context)) return TypedResults.BadRequest();
        try
        {
            await sessions.EndThisAsync(context.User, context.RequestAborted);
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            // Without its cookie the session is worth nothing to anybody, and expires.
        }

        await context.SignOutAsync();
        return TypedResults.LocalRedirect(SessionCookie.LoginPath);
    }
}
