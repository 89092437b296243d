using System.Net;

namespace PowerMeter.Web.Accounts;

/// <summary>
/// Lets in who brings a bearer token. Wrong ones are slowed down by address, like wrong passwords but apart from them:
/// a script with an old token must not keep its owner from the login page. A right token is let in whatever came from
/// its address before, since 256 random bits need no protection from guesses.
/// </summary>
public sealed partial class TokenSignIn(TokenQuery tokens, TimeProvider time, ILogger<TokenSignIn> logger) : IDisposable
{
    private static readonly TokenResult Refused = new(null, 0);

    private readonly SignInThrottle _throttle = new(time);

    // An address that floods us with wrong tokens must not take all connections to the database.
    private readonly SemaphoreSlim _suspects = new(1);

    public void Dispose() => _suspects.Dispose();

    public async Task<TokenResult> TryAsync(string text, IPAddress? address, CancellationToken cancel)
    {
        if (TokenText.HashOf(text) is { } hash && await FindAsync(hash, address, cancel) is { } caller)
        {
            _throttle.Succeeded(KeyOf(address), address);
            return new TokenResult(caller, 0);
        }

        if (WaitFor(address) is { } wait) return new TokenResult(null, (int)Math.Ceiling(wait.TotalSeconds));
        _throttle.Failed(KeyOf(address), address);
        WrongToken(logger, address);
        return Refused;
    }

    private async Task<Caller?> FindAsync(byte[] hash, IPAddress? address, CancellationToken cancel)
    {
        if (WaitFor(address) is null) return await tokens.FindAsync(hash, cancel);
        await _suspects.WaitAsync(cancel);
        try
        {
            return await tokens.FindAsync(hash, cancel);
        }
        finally
        {
            _suspects.Release();
        }
    }

    private TimeSpan? WaitFor(IPAddress? address) => _throttle.WaitFor(KeyOf(address), address);

    // There is no account to guess at: the address stands for it.
    private static string KeyOf(IPAddress? address) => $"token from {address}";

    [LoggerMessage(Level = LogLevel.Warning, Message = "A call from {Address} brought a token that is wrong or revoked.")]
    private static partial void WrongToken(ILogger logger, IPAddress? address);
}
