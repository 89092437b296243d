using PowerMeter.Web.Accounts.Lan;
using PowerMeter.Web.Api.V1;

namespace PowerMeter.Web.Display;

/// <summary>The picture is a part of the dashboard: where that is open to the own network, so is the picture; else one must be known.</summary>
internal sealed class PictureFilter(DashboardViewer viewers, CallerFilter callers) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var user = context.HttpContext.User;
        if (!LanGuest.Is(user) || !viewers.May(user)) return callers.InvokeAsync(context, next);
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}
