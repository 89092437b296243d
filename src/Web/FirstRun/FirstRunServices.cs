namespace PowerMeter.Web.FirstRun;

internal static class FirstRunServices
{
    /// <summary>What the pages and the command line share.</summary>
    public static void AddFirstRun(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<Installation>();
        services.AddSingleton<FirstRunAccess>();
        services.AddSingleton<DraftDocument>();
        services.AddSingleton<FirstRunTable>();
        services.AddSingleton<FirstRunChecks>();
        services.AddSingleton<FirstRunWriter>();
        services.AddSingleton<SignInTickets>();
    }
}
