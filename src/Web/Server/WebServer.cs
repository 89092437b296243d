using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Routing.Constraints;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Web.Server;

/// <summary>The HTTP server: where it listens, and how it says that it cannot.</summary>
internal static class WebServer
{
    /// <summary>Files lie beside the program, wherever it was started from, and bear its name, whoever starts it.</summary>
    /// <remarks>Slim: without IIS, HTTP/3 and the certificates of HTTPS, which nobody here uses and each process would load.</remarks>
    public static WebApplicationBuilder CreateBuilder() => WebApplication.CreateSlimBuilder(
        new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(WebServer).Assembly.GetName().Name });

    public static void AddServer(this WebApplicationBuilder builder)
    {
        var options = WebOptions.Read(builder.Configuration);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<ReadOnlyMode>();
        builder.Services.Configure<RouteOptions>(routes => routes.SetParameterPolicy<RegexInlineRouteConstraint>("regex"));
        // Before it is published, the files of wwwroot are found through the build's manifest.
        builder.WebHost.UseStaticWebAssets();
        // Nor are they edited while it runs: the build's compressed ones go out, as they do when it is published.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(options.Address, options.Port);
        });
    }

    /// <exception cref="SettingException">The port cannot be had; the message says which and why.</exception>
    public static async Task<int> RunAsync(WebApplication app)
    {
        var options = app.Services.GetRequiredService<WebOptions>();
        try
        {
            return await ServiceHost.RunAsync(app);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new SettingException($"Web:Port is {options.Port}, but another program already listens there; stop it or choose another port.", e);
        }
        catch (SocketException e)
        {
            throw new SettingException($"Web:Address is {options.Address} and Web:Port {options.Port}, but nothing can listen there: {e.Message}.", e);
        }
    }
}
