using System.ComponentModel;
using System.Diagnostics;

namespace PowerMeter.Tests.W3bstreamNode.Verification;

/// <summary>Verifies with OpenSSL's command line: a process for each signature, two at a time.</summary>
public sealed class OpenSslVerifier : IDisposable
{
    private readonly SemaphoreSlim _turns = new(2);

    /// <param name="curve">secp256k1 or secp256r1.</param>
    /// <param name="key">Uncompressed, 130 hexadecimal digits.</param>
    /// <param name="signature">r and s with 64 bytes when <paramref name="isRaw"/>, otherwise DER.</param>
    /// <exception cref="VerifierException">openssl cannot be started, or could not read the key.</exception>
    public async Task<bool> VerifyAsync(string curve, string key, byte[] message, byte[] signature, bool isRaw, CancellationToken cancel)
    {
        await _turns.WaitAsync(cancel);
        // For each one its own: a node that is killed leaves nothing behind but perhaps the last.
        var directory = Directory.CreateTempSubdirectory("w3bstream-node-");
        try
        {
            var (keyFile, signatureFile, messageFile) =
                (Path.Combine(directory.FullName, "key"), Path.Combine(directory.FullName, "signature"), Path.Combine(directory.FullName, "message"));
            await File.WriteAllBytesAsync(keyFile, Asn1.PublicKey(curve, Convert.FromHexString(key)), cancel);
            await File.WriteAllBytesAsync(signatureFile, isRaw ? Asn1.Signature(signature) : signature, cancel);
            await File.WriteAllBytesAsync(messageFile, message, cancel);
            return await RunAsync(cancel, "dgst", "-sha256", "-keyform", "DER", "-verify", keyFile, "-signature", signatureFile, messageFile);
        }
        finally
        {
            directory.Delete(recursive: true);
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private static async Task<bool> RunAsync(CancellationToken cancel, params string[] arguments)
    {
        var info = new ProcessStartInfo("openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = StartOrExplain(info);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        var said = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        // "Verification failure" is said of a wrong signature, "Error verifying data" of one that is no signature at all.
        return (process.ExitCode, said.Trim()) switch
        {
            (0, "Verified OK") => true,
            (1, "Verification failure" or "Verification Failure") => false,
            _ when said.Contains("Error verifying", StringComparison.OrdinalIgnoreCase) => false,
            _ => throw new VerifierException($"openssl ended with {process.ExitCode}: {said.Trim()} {(await errors).Trim()}"),
        };
    }

    private static Process StartOrExplain(ProcessStartInfo info)
    {
        try
        {
            return Process.Start(info)!;
        }
        catch (Win32Exception e)
        {
            throw new VerifierException($"openssl cannot be started: {e.Message}. Install it (Debian: apt install openssl).", e);
        }
    }
}
