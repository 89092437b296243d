using System.Net;

namespace PowerMeter.Web.Accounts;

/// <summary>The one way in, for the page and for the API: guesses are slowed down, then the password is verified.</summary>
public sealed partial class SignIn(Credentials credentials, SignInThrottle throttle, ILogger<SignIn> logger) : IDisposable
{
    public const int LongestLogin = 64;
    public const int LongestPassword = 1024;

    // Guesses go one by one, from the throttle's answer to its being told what came of them: together they would all be
    // let through before the first one counts. And verifying takes a whole core: the other ones are left to the rest.
    private readonly SemaphoreSlim _oneAtATime = new(1);

    public void Dispose() => _oneAtATime.Dispose();

    public async Task<SignInResult> TryAsync(string login, string password, IPAddress? address, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(login);
        ArgumentNullException.ThrowIfNull(password);
        if (!CanBe(login, LongestLogin) || !CanBe(password, LongestPassword)) return SignInResult.Refused;
        // Who has just been let in is not shut out by somebody else who fails on purpose.
        if (await credentials.RecallAsync(login, password, address, cancel) is { } known) return new SignInResult(known, null);
        await _oneAtATime.WaitAsync(cancel);
        try
        {
            return await VerifyAsync(login, password, address, cancel);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task<SignInResult> VerifyAsync(string login, string password, IPAddress? address, CancellationToken cancel)
    {
        if (throttle.WaitFor(login, address) is { } wait) return new SignInResult(null, wait);
        if (await credentials.VerifyAsync(login, password, address, cancel) is { } user)
        {
            throttle.Succeeded(login, address);
            return new SignInResult(user, null);
        }

        throttle.Failed(login, address);
        // The name is not logged: people type their password there.
        WrongPassword(logger, address);
        return SignInResult.Refused;
    }

    // PostgreSQL takes no NUL in a text.
    private static bool CanBe(string text, int longest) => text.Length > 0 && text.Length <= longest && !text.Contains('\0', StringComparison.Ordinal);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in from {Address} failed.")]
    private static partial void WrongPassword(ILogger logger, IPAddress? address);
}
