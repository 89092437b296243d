using PowerMeter.Web.Api.Compatible;

namespace PowerMeter.Web.Api.V1;

/// <summary>Lets a call wait its turn, with those of the compatible face: what is streamed with the lists, what is held in memory with the bins.</summary>
/// <param name="kind">The key of the turns; bins in CSV are streamed, and wait with the lists.</param>
internal sealed class LongAnswerFilter(string kind) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var key = kind == TurnFilter.Bins && AnswerFormat.IsCsv(http.Request) ? TurnFilter.Lists : kind;
        return http.RequestServices.GetRequiredKeyedService<TurnFilter>(key).InvokeAsync(context, next);
    }
}
