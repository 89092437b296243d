using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Accounts.Lan;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Monitoring;

/// <summary>Lets in who may see the figures: see <see cref="WebOptions"/>, Metrics.</summary>
internal sealed class MonitoringFilter(WebOptions options, TokenSignIn tokens, LanCaller callers) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers.CacheControl = "no-store";
        return options.Metrics switch
        {
            MonitoringAccess.All => await next(context),
            // The connection's own address: a header could say anything.
            MonitoringAccess.Lan when !PrivateAddress.Is(http.Connection.RemoteIpAddress) => Text("Only for addresses of the local network (setting Web:Metrics).", StatusCodes.Status403Forbidden),
            MonitoringAccess.Lan when !callers.IsForOwnHost(http.Request) => Text("Only under a name of the local network (setting Web:Hosts).", StatusCodes.Status403Forbidden),
            MonitoringAccess.Lan => await next(context),
            MonitoringAccess.Token => await RefusalAsync(http) ?? await next(context),
            _ => Text("Not here (setting Web:Metrics).", StatusCodes.Status404NotFound),
        };
    }

    private async Task<IResult?> RefusalAsync(HttpContext http)
    {
        if (BearerHeader.Of(http.Request) is { } token)
        {
            var result = await tokens.TryAsync(token, http.Connection.RemoteIpAddress, http.RequestAborted);
            if (result.Caller is not null) return null;
            if (result.WaitSeconds > 0)
            {
                http.Response.Headers.RetryAfter = result.WaitSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
                return Text("Too many wrong tokens came from this address.", StatusCodes.Status429TooManyRequests);
            }
        }
        else if (http.User.Identity is { IsAuthenticated: true })
        {
            return null;
        }

        http.Response.Headers.WWWAuthenticate = "Bearer realm=\"PowerMeter\"";
        return Text("Bring a bearer token with read rights (setting Web:Metrics).", StatusCodes.Status401Unauthorized);
    }

    private static ContentHttpResult Text(string sentence, int status) => TypedResults.Text(sentence, MediaTypeNames.Text.Plain, statusCode: status);
}
