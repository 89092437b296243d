using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace PowerMeter.Web.Accounts;

/// <summary>A page that stays open for weeks makes no request that could be refused: its session is checked here.</summary>
internal sealed class SessionRevalidation(ILoggerFactory loggers, SessionCheck sessions)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval { get; } = TimeSpan.FromMinutes(2);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        sessions.IsValidAsync(authenticationState.User, cancellationToken);
}
