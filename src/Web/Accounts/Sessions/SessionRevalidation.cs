using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace PowerMeter.Web.Accounts.Sessions;

/// <summary>
/// A page that stays open for weeks makes no request that could be refused: whether who looks at it still may is asked here,
/// as soon as something changed, and every two minutes for what nobody says (that a session expires).
/// </summary>
internal sealed class SessionRevalidation : RevalidatingServerAuthenticationStateProvider
{
    private readonly SessionCheck _sessions;
    private readonly AccountWatch _watch;

    public SessionRevalidation(ILoggerFactory loggers, SessionCheck sessions, AccountWatch watch)
        : base(loggers)
    {
        (_sessions, _watch) = (sessions, watch);
        _watch.Changed += OnChanged;
    }

    protected override TimeSpan RevalidationInterval { get; } = TimeSpan.FromMinutes(2);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        _sessions.IsValidAsync(authenticationState.User, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        _watch.Changed -= OnChanged;
        base.Dispose(disposing);
    }

    private void OnChanged() => _ = ReconsiderAsync();

    private async Task ReconsiderAsync()
    {
        AuthenticationState state;
        try
        {
            state = await GetAuthenticationStateAsync();
        }
        catch (InvalidOperationException)
        {
            // The page is not open yet; what opens it asks anyway.
            return;
        }

        var isSignedIn = state.User.Identity is { IsAuthenticated: true };
        if (isSignedIn && await _sessions.IsValidAsync(state.User, CancellationToken.None)) return;
        // Whoever is not signed in is asked again, too, whether the page may be seen without.
        SetAuthenticationState(Task.FromResult(isSignedIn ? new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity())) : new AuthenticationState(state.User)));
    }
}
