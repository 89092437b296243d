namespace PowerMeter.Tests.TestKit;

/// <summary>Where things lie in the checkout that the tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string File(string path) => Path.Combine(Root, path);

    /// <summary>The program as it was built beside the tests.</summary>
    /// <param name="process">Receiver, Processor or Web.</param>
    public static string Program(string process)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'));
        return File($"artifacts/bin/{process}/{configuration}/PowerMeter.{process}.dll");
    }

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (System.IO.File.Exists(Path.Combine(directory.FullName, "PowerMeter.sln"))) return directory.FullName;
        throw new InvalidOperationException($"No PowerMeter.sln above {AppContext.BaseDirectory}.");
    }
}
