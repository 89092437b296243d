using PowerMeter.Web.Import.Jobs;

namespace PowerMeter.Web.Import;

internal static class ImportServices
{
    public static void AddImport(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Importer>();
        builder.Services.AddSingleton<ImportJobs>();
    }
}
