namespace PowerMeter.Web.Api.V1;

/// <summary>Refuses a query parameter that the call does not know: one that is misspelt must not go unnoticed.</summary>
internal sealed class QueryFilter(string[] known) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var (name, values) in context.HttpContext.Request.Query)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
                return new(Problem.Of(StatusCodes.Status400BadRequest, $"There is no query parameter '{name}'; allowed: {(known.Length == 0 ? "none" : string.Join(", ", known))}."));
            if (values.Count > 1) return new(Problem.Of(StatusCodes.Status400BadRequest, $"The query parameter {name} stands there {values.Count} times; allowed: once."));
        }

        return next(context);
    }
}
