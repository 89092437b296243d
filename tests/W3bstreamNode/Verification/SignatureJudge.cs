namespace PowerMeter.Tests.W3bstreamNode.Verification;

/// <summary>Verifies each signature with @noble/curves, and by <see cref="OpenSslUse"/> with OpenSSL's command as well.</summary>
public sealed class SignatureJudge(OpenSslUse use) : IAsyncDisposable
{
    private const long FirstOnes = 20;
    private const long OneIn = 50;

    private readonly NobleVerifier _noble = new();
    private readonly OpenSslVerifier _openSsl = new();
    private long _judged;

    internal int? NobleProcess => _noble.ProcessId;

    /// <exception cref="VerifierException">node or openssl cannot be used.</exception>
    public async Task<Judgement> JudgeAsync(SignedBytes toVerify, CancellationToken cancel)
    {
        var noble = await _noble.VerifyAsync(toVerify, cancel);
        var number = Interlocked.Increment(ref _judged);
        // Without a key OpenSSL cannot say anything: an address alone is not enough for it.
        if (noble.Curve is null || noble.Key is null || !IsAsked(number, noble.Ok)) return new Judgement(noble, null);
        var isRaw = noble.Encoding is null ? toVerify.Signature.Length == 64 : noble.Encoding == "raw";
        return new Judgement(noble, await _openSsl.VerifyAsync(noble.Curve, noble.Key, toVerify.Message, toVerify.Signature, isRaw, cancel));
    }

    public async ValueTask DisposeAsync()
    {
        await _noble.DisposeAsync();
        _openSsl.Dispose();
    }

    private bool IsAsked(long number, bool nobleTakesIt) => use switch
    {
        OpenSslUse.All => true,
        OpenSslUse.None => false,
        _ => number <= FirstOnes || number % OneIn == 0 || !nobleTakesIt,
    };
}
