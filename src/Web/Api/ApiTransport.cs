using PowerMeter.Web.Server;

namespace PowerMeter.Web.Api;

/// <summary>How the API's answers travel: compressed, and to pages of other sites when a setting names them.</summary>
internal static class ApiTransport
{
    private static readonly string[] Roots = ["/api", "/openapi"];

    public static void AddApiTransport(this IHostApplicationBuilder builder)
    {
        builder.AddCompression();
        builder.Services.AddCors();
    }

    /// <summary>Before anything that looks at credentials: a browser's preflight brings none.</summary>
    public static void UseApiTransport(this IApplicationBuilder app)
    {
        app.UseCompression(Roots);
        app.UseCorsOrigins(Roots);
    }
}
