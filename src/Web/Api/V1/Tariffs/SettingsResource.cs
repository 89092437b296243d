using System.Text.Json;
using NodaTime;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Api.OpenApi;
using PowerMeter.Web.Tariffs;

namespace PowerMeter.Web.Api.V1.Tariffs;

/// <summary>GET and PUT /settings: what holds for the whole site.</summary>
internal static class SettingsResource
{
    private const string Path = "/settings";

    public static void Map(V1Routes routes)
    {
        routes.Get(Path, GetAsync).WithSummary("The site's settings")
            .WithDescription("Time zone, currency and name of the site, and the change of the zone that is under way or was the last.")
            .Produces<SettingsAnswer>().WithExample(TariffExamples.Settings("null"));
        routes.Put(Path, TokenScope.Admin, PutAsync).WithSummary("Change the site's settings")
            .WithDescription("""
                Any of time_zone (IANA), currency (ISO 4217) and site_name (1 to 64 characters); what is left out stays. 202 when another time zone moves
                off-peak hours that have samples: these are tagged and their energy is computed anew in the background, the old zone holds until that is
                done, and Location says where to look how far it is; currency and name hold at once. 409 while another change is not finished.
                """)
            .WithBody<SettingsShape>("All of them", """{"time_zone":"Europe/Paris","currency":"EUR","site_name":"Workshop"}""")
            .Produces<SettingsAnswer>().WithExample(TariffExamples.Settings("null"))
            .Produces<SettingsAnswer>(StatusCodes.Status202Accepted).WithExample(TariffExamples.Settings(TariffExamples.Running), status: StatusCodes.Status202Accepted)
            .WithAnswerHeader(StatusCodes.Status202Accepted, "Location", "Where to look how far the change is.", ContractsResource.LocationOf(2))
            .WithProblem(StatusCodes.Status400BadRequest, "time_zone is 'Paris'; allowed: a name of the IANA time zone database, such as Europe/Paris.")
            .WithProblem(StatusCodes.Status409Conflict, $"Nothing was changed, since another change is not finished: change 2. {ContractsResource.LocationOf(2)} says how far it is.")
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
    }

    private static async Task<IResult> GetAsync(TariffQuery tariffs, CancellationToken cancel) =>
        TypedResults.Json(TariffJson.SettingsOf(await tariffs.ReadAsync(cancel)), TariffJson.Plain.SettingsAnswer);

    private static async Task<IResult> PutAsync(HttpContext http, TariffChanges changes, CancellationToken cancel)
    {
        using var body = await JsonBody.ReadAsync(http.Request, cancel);
        var outcome = await TariffAnswer.ChangeAsync(changes, Parse(body.RootElement, Caller.Of(http).Name), cancel);
        if (TariffAnswer.RefusalOf(outcome) is { } refusal) return refusal;
        var isDone = outcome.Result == TariffResult.Applied;
        if (!isDone) http.Response.Headers.Location = ContractsResource.LocationOf(outcome.State.Change!.Id);
        return TypedResults.Json(
            TariffJson.SettingsOf(outcome.State), TariffJson.Plain.SettingsAnswer, statusCode: isDone ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    private static TariffRequest Parse(JsonElement body, string by)
    {
        var fields = new JsonFields(body, "", "time_zone", "currency", "site_name");
        var zone = fields.Text("time_zone", 1, 100);
        if (zone is not null && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null)
            throw fields.Wrong("time_zone", "a name of the IANA time zone database, such as Europe/Paris");
        var currency = fields.Text("currency", 1, 100);
        if (currency is not null && !Currencies.IsKnown(currency))
            throw fields.Wrong("currency", "the three capital letters of a currency in ISO 4217, such as EUR");
        return new TariffRequest(by) { Zone = zone, Currency = currency, SiteName = fields.Text("site_name", 1, 64) };
    }
}
