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
    /// <summary>Who signs out himself is on the way to the login page already: his page is left in peace until it is gone.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly SessionCheck _sessions;
    private readonly AccountWatch _watch;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closed = new();
    private volatile bool _hasEnded;

    public SessionRevalidation(ILoggerFactory loggers, SessionCheck sessions, AccountWatch watch, TimeProvider time)
        : base(loggers)
    {
        (_sessions, _watch, _time) = (sessions, watch, time);
        _watch.Changed += OnChanged;
        AuthenticationStateChanged += OnStateChanged;
    }

    /// <summary>Whether the session that it was opened with holds no more, from the moment that it is known: before the page says so.</summary>
    public bool HasEnded => _hasEnded;

    protected override TimeSpan RevalidationInterval { get; } = TimeSpan.FromMinutes(2);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        var holds = await _sessions.IsValidAsync(authenticationState.User, cancellationToken);
        if (!holds) _hasEnded = true;
        return holds;
    }

    protected override void Dispose(bool disposing)
    {
        _watch.Changed -= OnChanged;
        AuthenticationStateChanged -= OnStateChanged;
        if (disposing)
        {
            _closed.Cancel();
            _closed.Dispose();
        }

        base.Dispose(disposing);
    }

    private void OnChanged() => _ = ReconsiderAsync();

    // A page that comes back over a new connection has whoever opened that one.
    private void OnStateChanged(Task<AuthenticationState> state)
    {
        if (state is { IsCompletedSuccessfully: true, Result.User.Identity.IsAuthenticated: true }) _hasEnded = false;
    }

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
        if (isSignedIn) _hasEnded = true;
        try
        {
            await Task.Delay(Grace, _time, _closed.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            return;
        }

        // A restore has taken all sessions with it.
        if (await _watch.IsEndingAsync(CancellationToken.None)) return;
        // Whoever is not signed in is asked again, too, whether the page may be seen without.
        SetAuthenticationState(Task.FromResult(isSignedIn ? new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity())) : new AuthenticationState(state.User)));
    }
}
