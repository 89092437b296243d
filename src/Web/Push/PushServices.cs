namespace PowerMeter.Web.Push;

internal static class PushServices
{
    public static void AddPush(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<MeasureMonths>();
        builder.Services.AddSingleton<PushStatus>();
        builder.Services.AddSingleton<PushTable>();
    }
}
