using System.Runtime.InteropServices;

namespace PowerMeter.Receiver.Probing;

/// <summary>Where the kernel shows what there is. What is shown to people has the usual names, wherever these are.</summary>
/// <param name="root">What has <c>dev</c> and <c>sys</c> in it. Default: /.</param>
public sealed class KernelFolders(string root = "/")
{
    private static readonly string[] BoardNames = ["/sys/firmware/devicetree/base/model", "/sys/class/dmi/id/product_name"];

    private static readonly char[] Digits = [.. "0123456789"];

    private readonly string _root = root.TrimEnd('/');

    /// <summary>The device tree's or the firmware's name of the machine.</summary>
    public string Board => BoardNames.Select(Read).FirstOrDefault(name => name is { Length: > 0 }) ?? $"{RuntimeInformation.ProcessArchitecture} machine".ToLowerInvariant();

    /// <summary>Where it is in truth.</summary>
    /// <param name="path">As on a real machine: <c>/dev/i2c-1</c>.</param>
    public string At(string path) => _root + path;

    public bool Exists(string path) => File.Exists(At(path)) || Directory.Exists(At(path));

    /// <summary>The names in a folder that match, in the order of people: i2c-2 before i2c-10.</summary>
    public IReadOnlyList<string> List(string folder, string pattern)
    {
        try
        {
            return Directory.Exists(At(folder))
                ? [.. Directory.EnumerateFileSystemEntries(At(folder), pattern).Select(path => Path.GetFileName(path))
                    .OrderBy(name => name.TrimEnd(Digits), StringComparer.Ordinal).ThenBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal)]
                : [];
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>A small text without its end of line; null when there is none that can be read.</summary>
    public string? Read(string path)
    {
        try
        {
            return File.Exists(At(path)) ? File.ReadAllText(At(path)).Trim('\0', '\n', ' ') : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The last name of what a link leads to; null when it is no link.</summary>
    public string? LinkName(string path) => Path.GetFileName(new FileInfo(At(path)).LinkTarget);

    /// <summary>A file of this name in the folder that the link leads to, or in one above it.</summary>
    public string? ReadAbove(string link, string name)
    {
        var start = Directory.Exists(At(link)) ? Directory.ResolveLinkTarget(At(link), returnFinalTarget: true)?.FullName ?? At(link) : null;
        for (var folder = start; folder is { Length: > 1 }; folder = Path.GetDirectoryName(folder))
        {
            if (!File.Exists(Path.Combine(folder, name))) continue;
            try
            {
                return File.ReadAllText(Path.Combine(folder, name)).Trim();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }

        return null;
    }
}
