namespace PowerMeter.Shared.Hosting;

/// <summary>
/// How people call PowerMeter's command where this program runs: <c>powermeter</c> where it is installed, <c>./powermeter</c>
/// in the repository. What programs print and pages show names it.
/// </summary>
public static class LauncherCommand
{
    private const string InRepository = "./powermeter";

    /// <summary>The environment variable in which the installed script that starts the programs says it.</summary>
    public const string Variable = "POWERMETER_COMMAND";

    public static string Name { get; } = NameFrom(Environment.GetEnvironmentVariable(Variable));

    /// <param name="given">What the environment says; null or empty outside an installed base station.</param>
    public static string NameFrom(string? given) => string.IsNullOrWhiteSpace(given) ? InRepository : given.Trim();

    /// <summary>A text that is written as for the repository, with the command as it is called here.</summary>
    public static string In(string text) => In(text, Name);

    /// <inheritdoc cref="In(string)"/>
    /// <param name="name">See <see cref="NameFrom"/>.</param>
    public static string In(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        return name == InRepository ? text : text.Replace(InRepository, name, StringComparison.Ordinal);
    }
}
