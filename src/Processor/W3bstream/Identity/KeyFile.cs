using System.Globalization;
using System.Security.Cryptography;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;

namespace PowerMeter.Processor.W3bstream.Identity;

/// <summary>
/// The file that holds the device's private key: <c>device.pem</c> of mode 0600 in a directory of mode 0700. It is
/// made whole under another name and then given its own, so that a process that is killed leaves none that is half
/// written, and two that make one at once end with the same key.
/// </summary>
public sealed class KeyFile(W3bstreamOptions options, TimeProvider clock)
{
    public const string Name = "device.pem";

    private const string UnfinishedPattern = ".device.*.new";
    private static readonly TimeSpan UnfinishedAge = TimeSpan.FromMinutes(1);

    private readonly string _directory = System.IO.Path.GetFullPath(options.Directory);

    public string Path => System.IO.Path.Combine(_directory, Name);

    /// <summary>Looks at the key's file and at its directory, which costs two system calls.</summary>
    /// <returns>A mark of this version of the file; null when there is none.</returns>
    /// <exception cref="SettingException">Somebody else may get at the key, or it cannot be reached.</exception>
    internal FileFacts? Look() => Try("W3b_KeyNotLookedAt", () =>
    {
        var user = LibC.EffectiveUser();
        if (FileFacts.Of(_directory) is not { } directory) return null;
        PrivateFile.RequireOwn(_directory, directory, FileKind.Directory, user);
        if (FileFacts.Of(Path) is not { } file) return (FileFacts?)null;
        PrivateFile.RequireOwn(Path, file, FileKind.Regular, user);
        return file;
    });

    /// <returns>Null when there is none.</returns>
    /// <exception cref="SettingException">It cannot be used; the message says why and what to do.</exception>
    public DeviceKey? Load()
    {
        if (Look() is null) return null;
        var bytes = Try("W3b_KeyNotRead", () =>
        {
            using var file = new FileStream(Path, new FileStreamOptions { Access = FileAccess.Read, BufferSize = 0 });
            return PrivateFile.Read(file, KeyText.MaxLength);
        });
        try
        {
            if (bytes is null) throw SettingException.Of(new Sentence("W3b_KeyLong", Path, KeyText.MaxLength));
            if (bytes.Length == 0) throw SettingException.Of(new Sentence("W3b_KeyEmpty", Path));
            if (bytes.AsSpan().IndexOf("-----BEGIN "u8) < 0)
                throw SettingException.Of(new Sentence("W3b_KeyNoPem", Path));
            return KeyText.Read(bytes, Path, KeyCurve.Secp256k1, required: false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Loads the key; makes one of the curve that is set where there is none.</summary>
    /// <exception cref="SettingException">It cannot be used or made; the message says why and what to do.</exception>
    public DeviceKey LoadOrMake()
    {
        if (Load() is { } there) return there;
        var key = DeviceKey.Make(KeyCurve.Parse("W3bstream:Curve", options.Curve));
        if (TryKeep(key)) return key;
        key.Dispose();
        return Load() ?? throw SettingException.Of(new Sentence("W3b_KeyRemoved", Path));
    }

    /// <summary>Keeps a key as the device's.</summary>
    /// <returns>False when there is one already.</returns>
    /// <exception cref="SettingException">It cannot be written.</exception>
    public bool TryKeep(DeviceKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return WithUnfinished(key, unfinished => PrivateFile.TryLink(unfinished, Path));
    }

    /// <summary>Keeps a key in the place of the one that is there, which is kept beside it. At no time is there none.</summary>
    /// <returns>Where the old one is; null when there was none.</returns>
    /// <exception cref="SettingException">It cannot be written.</exception>
    public string? Replace(DeviceKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (Look() is null && TryKeep(key)) return null;
        var time = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var old = System.IO.Path.Combine(_directory, $"device-{time}.pem");
        WithUnfinished(key, unfinished =>
        {
            if (!PrivateFile.TryLink(Path, old)) throw new IOException($"There is a file '{old}' already; wait a second and try again.");
            File.Move(unfinished, Path, overwrite: true);
            return true;
        });
        return old;
    }

    private bool WithUnfinished(DeviceKey key, Func<string, bool> finish) => Try("W3b_KeyNotWritten", () =>
    {
        MakeDirectory();
        RemoveUnfinished();
        var unfinished = System.IO.Path.Combine(_directory, $".device.{Guid.NewGuid():N}.new");
        var bytes = KeyBytes.Of(key, KeyFormat.Pem);
        try
        {
            PrivateFile.WriteNew(unfinished, bytes);
            GiveToOwner(unfinished);
            var done = finish(unfinished);
            PrivateFile.Flush(_directory);
            return done;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            File.Delete(unfinished);
        }
    });

    private void MakeDirectory()
    {
        if (FileFacts.Of(_directory) is null) Directory.CreateDirectory(_directory, PrivateFile.DirectoryMode);
        PrivateFile.RequireOwn(_directory, FileFacts.Of(_directory)!.Value, FileKind.Directory, LibC.EffectiveUser());
    }

    /// <summary>Root may make the key of a Processor that runs as another user.</summary>
    private void GiveToOwner(string path)
    {
        const uint NoChange = uint.MaxValue;
        if (LibC.EffectiveUser() != 0) return;
        var owner = FileFacts.Of(_directory)!.Value.Owner;
        if (owner != 0 && LibC.ChangeOwner(path, owner, NoChange) != 0) throw new IOException($"{path} could not be given to user {owner}.");
    }

    /// <summary>What a process that was killed has left; one that is at it now is younger.</summary>
    private void RemoveUnfinished()
    {
        var limit = clock.GetUtcNow().UtcDateTime - UnfinishedAge;
        foreach (var file in Directory.EnumerateFiles(_directory, UnfinishedPattern))
            if (File.GetLastWriteTimeUtc(file) < limit) File.Delete(file);
    }

    private T Try<T>(string failed, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SettingException.Of(new Sentence(failed, Path, e.Message), e);
        }
    }
}
