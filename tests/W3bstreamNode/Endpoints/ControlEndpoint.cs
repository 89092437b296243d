using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PowerMeter.Tests.W3bstreamNode.Failures;

namespace PowerMeter.Tests.W3bstreamNode.Endpoints;

/// <summary><c>/control</c>: how the node is told to fail.</summary>
internal sealed class ControlEndpoint(FailureSwitch failures)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/control", WriteAsync);
        routes.MapPost("/control", SetAsync);
    }

    private async Task SetAsync(HttpContext context)
    {
        // A page of another site can post a form without being asked, but not this type.
        if (!context.Request.HasJsonContentType())
        {
            await Answers.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, new { error = "Content-Type must be application/json." });
            return;
        }

        try
        {
            failures.Current = Failure.Parse(await RequestBody.ReadAsync(context));
        }
        catch (FormatException e)
        {
            await Answers.WriteAsync(context, StatusCodes.Status400BadRequest, new { error = e.Message });
            return;
        }

        await WriteAsync(context);
    }

    private Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(failures.Current.ToJson(), context.RequestAborted);
    }
}
