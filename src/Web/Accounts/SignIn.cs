using System.Net;

namespace PowerMeter.Web.Accounts;

/// <summary>The one way in, for the page and for the API: guesses are slowed down, then the password is verified.</summary>
public sealed partial class SignIn(Credentials credentials, SignInThrottle throttle, ILogger<SignIn> logger)
{
    public const int LongestLogin = 64;
    public const int LongestPassword = 1024;

    public async Task<SignInResult> TryAsync(string login, string password, IPAddress? address, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(login);
        ArgumentNullException.ThrowIfNull(password);
        if (login.Length is 0 or > LongestLogin || password.Length is 0 or > LongestPassword) return SignInResult.Refused;
        if (throttle.WaitFor(login, address) is { } wait) return new SignInResult(null, wait);
        if (await credentials.VerifyAsync(login, password, cancel) is { } user)
        {
            throttle.Succeeded(login, address);
            return new SignInResult(user, null);
        }

        throttle.Failed(login, address);
        // The name is not logged: people type their password there.
        WrongPassword(logger, address);
        return SignInResult.Refused;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in from {Address} failed.")]
    private static partial void WrongPassword(ILogger logger, IPAddress? address);
}
