namespace PowerMeter.Web.Tariffs;

internal static class TariffServices
{
    public static void AddTariffs(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TariffQuery>();
        builder.Services.AddSingleton<TariffChanges>();
        builder.Services.AddSingleton<TariffDrafts>();
        builder.Services.AddSingleton<CostComparisonQuery>();
    }
}
