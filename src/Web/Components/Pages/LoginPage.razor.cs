using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Accounts.Sessions;

namespace PowerMeter.Web.Components.Pages;

/// <summary>The login form. It says the same for a name that does not exist and for a wrong password.</summary>
public sealed partial class LoginPage
{
    private string? _message;
    private ClaimsPrincipal? _begun;

    [SupplyParameterFromForm]
    private LoginForm Form { get; set; } = default!;

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    [Inject]
    private SignIn SignIns { get; set; } = default!;

    [Inject]
    private SessionTable Sessions { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override void OnInitialized()
    {
        Form ??= new LoginForm();
        if (HttpMethods.IsGet(Context.Request.Method) && Context.User.Identity is { IsAuthenticated: true })
            Navigation.NavigateTo(LocalUrl.OrHome(ReturnUrl));
    }

    private async Task SignInAsync()
    {
        SignInResult result;
        try
        {
            result = await SignIns.TryAsync(Form.Login ?? "", Form.Password ?? "", Context.Connection.RemoteIpAddress, Context.RequestAborted);
            if (result.User is not null) _begun = await Sessions.BeginAsync(result.User, Context.Connection.RemoteIpAddress, Context.Request.Headers.UserAgent.ToString(), Context.RequestAborted);
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            Fail(StatusCodes.Status503ServiceUnavailable, Text[DatabaseTrouble.IsFullDisk(e) ? "Login_DiskFull" : "Login_DatabaseAway"]);
            return;
        }

        if (result.Wait is not null)
        {
            Context.Response.Headers.RetryAfter = result.WaitSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            Fail(StatusCodes.Status429TooManyRequests, Text["Login_Wait", result.WaitSeconds]);
        }
        else if (_begun is null)
        {
            Fail(StatusCodes.Status401Unauthorized, Text["Login_Wrong"]);
        }
        else
        {
            await Context.SignInAsync(
                CookieAuthenticationDefaults.AuthenticationScheme, _begun, new AuthenticationProperties { IsPersistent = true });
            Navigation.NavigateTo(LocalUrl.OrHome(ReturnUrl));
        }
    }

    private void Fail(int status, string message)
    {
        // The page explains it itself: no status page instead.
        if (Context.Features.Get<Microsoft.AspNetCore.Diagnostics.IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
        Context.Response.StatusCode = status;
        _message = message;
    }

    /// <summary>What was typed.</summary>
    public sealed class LoginForm
    {
        public string? Login { get; set; }

        public string? Password { get; set; }
    }
}
