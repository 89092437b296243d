using Microsoft.AspNetCore.Mvc;
using PowerMeter.Web.Api.V1.Corrections;
using PowerMeter.Web.Api.V1.Tariffs;
using PowerMeter.Web.Api.V1.W3bstream;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Api.V1;

/// <summary>
/// Our own calls, under /api/v1. A path that is not known is 404 and a method that it does not have 405 before anything
/// else; then the credentials count, then what was sent. Errors are problem details.
/// </summary>
internal static class V1Api
{
    public const string Root = "/api/v1";

    /// <summary>Bytes: what is asked of a sensor is a word or two.</summary>
    private const int LargestRequest = 16 * 1024;

    public static void MapV1Api(this IEndpointRouteBuilder app)
    {
        // The group admits everybody so that its own filter can answer with a problem.
        var all = app.MapGroup(Root).AllowAnonymous().DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(LargestRequest));
        all.Map("/{**path}", (string? path) => Problem.Of(StatusCodes.Status404NotFound, $"There is no {Root}/{path}."))
            .WithOrder(int.MaxValue - 1).WithMetadata(new ChangesNothingAttribute()).ExcludeFromDescription();
        var routes = new V1Routes(all);
        SensorResource.Map(routes);
        SampleResource.Map(routes);
        SampleListResource.Map(routes);
        SampleRemovalResource.Map(routes);
        CorrectionsResource.Map(routes);
        EnergyResource.Map(routes);
        PowerResource.Map(routes);
        SummaryResource.Map(routes);
        CommandResource.Map(routes);
        ProviderResource.Map(routes);
        LiveResource.Map(routes);
        HealthResource.Map(routes);
        ContractsResource.Map(routes);
        SettingsResource.Map(routes);
        W3bstreamResource.Map(routes);
        OutboxResource.Map(routes);
        BackupResource.Map(routes);
    }
}
