namespace PowerMeter.Web.Corrections;

internal static class CorrectionServices
{
    public static void AddCorrections(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SampleCorrections>();
        builder.Services.AddSingleton<CorrectionTrail>();
        builder.Services.AddSingleton<SampleDeletion>();
    }
}
