using PowerMeter.Web.Api.Compatible;

namespace PowerMeter.Web.Api.V1;

/// <summary>Lets a call wait its turn, with those of the compatible face: what is streamed with the lists, what is held in memory with the bins.</summary>
/// <param name="json">The key of the turns for an answer in JSON; CSV is always streamed.</param>
internal sealed class LongAnswerFilter(string json) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var key = json == TurnFilter.Lists || AnswerFormat.IsCsv(http.Request) ? TurnFilter.Lists : json;
        return http.RequestServices.GetRequiredKeyedService<TurnFilter>(key).InvokeAsync(context, next);
    }
}
