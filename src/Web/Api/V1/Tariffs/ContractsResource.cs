using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Api.OpenApi;
using PowerMeter.Web.Tariffs;

namespace PowerMeter.Web.Api.V1.Tariffs;

/// <summary>GET and PUT /contracts, and /contracts/changes/{id}: how far a change is.</summary>
internal static class ContractsResource
{
    private const string Path = "/contracts";
    private const string TagMeaning = "Names the list of contracts, for If-Match.";

    /// <summary>Bytes: a thousand contracts.</summary>
    private const int LargestBody = 1024 * 1024;

    public static void Map(V1Routes routes)
    {
        routes.Get(Path, GetAsync).WithSummary("The contracts")
            .WithDescription("All of them with their providers, which one is in force, and the change that is under way or was the last. The ETag names this list.")
            .Produces<ContractsAnswer>().WithExample(TariffExamples.Contracts(TariffExamples.Done)).WithAnswerHeader(StatusCodes.Status200OK, "ETag", TagMeaning, TariffExamples.Tag);
        routes.Put(Path, TokenScope.Admin, PutAsync).WithSummary("Replace the contracts")
            .WithDescription("""
                The body is {"contracts":[…]}, the whole list in the form that GET answers; it replaces the old one, all of it or nothing. Each names its
                provider by id or by name, and a new name makes a new provider. Required: provider, valid_from, day_price_per_kwh, night_price_per_kwh.
                200 when the list is in force. 202 when it moves the tariff of samples that there are: they are tagged and their energy is computed anew in
                the background, every answer is the old one until all of it is done, and Location says where to look how far it is. With If-Match the list
                is replaced only if it is still the one of that ETag, else 412. 409 while another change is not finished.
                """)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .WithHeader("If-Match", "The ETag of the list that is to be replaced, or * for whichever it is.", "*")
            .WithBody<ContractsBodyShape>("One contract", TariffExamples.NewContracts)
            .Produces<ContractsAnswer>().WithExample(TariffExamples.Contracts(TariffExamples.Done)).WithAnswerHeader(StatusCodes.Status200OK, "ETag", TagMeaning, TariffExamples.Tag)
            .Produces<ContractsAnswer>(StatusCodes.Status202Accepted).WithExample(TariffExamples.Contracts(TariffExamples.Running), status: StatusCodes.Status202Accepted)
            .WithAnswerHeader(StatusCodes.Status202Accepted, "ETag", TagMeaning, TariffExamples.Tag)
            .WithAnswerHeader(StatusCodes.Status202Accepted, "Location", "Where to look how far the change is.", LocationOf(2))
            .WithProblem(StatusCodes.Status400BadRequest, "contracts[0].vat_percent is '120'; allowed: a number from 0 to 100 with at most 2 decimals, without an exponent.")
            .WithProblem(StatusCodes.Status409Conflict, $"Nothing was changed, since another change is not finished: change 2. {LocationOf(2)} says how far it is.")
            .WithProblem(StatusCodes.Status413PayloadTooLarge, $"Request body too large. The max request body size is {LargestBody} bytes.")
            .ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        routes.Get("/contracts/changes/{id:long}", GetChangeAsync).WithSummary("How far a change of the contracts is")
            .WithDescription("Its state, how many samples it moves and how many of them are done, and why it was given up if it was.")
            .WithPathParameter("id", "The number of the change, as Location and the contracts' answer tell it.", "1")
            .Produces<TariffChangeAnswer>().WithExample(TariffExamples.Done)
            .WithProblem(StatusCodes.Status404NotFound, $"There is no change 7 of the contracts: GET {V1Api.Root}{Path} names the last one.");
    }

    /// <summary>Where to look how far a change is.</summary>
    public static string LocationOf(long change) => FormattableString.Invariant($"{V1Api.Root}/contracts/changes/{change}");

    private static async Task<IResult> GetAsync(HttpContext http, TariffQuery tariffs, TimeProvider time, CancellationToken cancel) =>
        Answer(http, await tariffs.ReadAsync(cancel), time, StatusCodes.Status200OK);

    private static async Task<IResult> PutAsync(HttpContext http, TariffChanges changes, TimeProvider time, CancellationToken cancel)
    {
        var expected = ExpectedTags(http.Request);
        using var body = await JsonBody.ReadAsync(http.Request, cancel);
        var request = new TariffRequest(Caller.Of(http).Name)
        {
            Contracts = ContractsBody.Parse(body.RootElement),
            Expects = state => expected is null || expected.Any(tag => tag.Compare(TagOf(state), useStrongComparison: true) || tag.Equals(EntityTagHeaderValue.Any)),
        };
        var outcome = await TariffAnswer.ChangeAsync(changes, request, cancel);
        if (TariffAnswer.RefusalOf(outcome) is { } refusal) return refusal;
        if (outcome.Result == TariffResult.Applied) return Answer(http, outcome.State, time, StatusCodes.Status200OK);
        http.Response.Headers.Location = LocationOf(outcome.State.Change!.Id);
        return Answer(http, outcome.State, time, StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> GetChangeAsync(long id, TariffQuery tariffs, CancellationToken cancel) =>
        await tariffs.FindChangeAsync(id, cancel) is { } change
            ? TypedResults.Json(TariffJson.Of(change)!, TariffJson.Plain.TariffChangeAnswer)
            : Problem.Of(StatusCodes.Status404NotFound, $"There is no change {id} of the contracts: GET {V1Api.Root}{Path} names the last one.");

    private static JsonHttpResult<ContractsAnswer> Answer(HttpContext http, TariffState state, TimeProvider time, int status)
    {
        http.Response.Headers.ETag = TagOf(state).ToString();
        return TypedResults.Json(TariffJson.Of(state, time.GetCurrentInstant()), TariffJson.Plain.ContractsAnswer, statusCode: status);
    }

    /// <summary>Names the list as it is, whatever the time and whoever changed it.</summary>
    private static EntityTagHeaderValue TagOf(TariffState state)
    {
        var list = new ContractsAnswer(state.Currency, null, [.. state.Contracts.Select(TariffJson.Of)], null);
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(list, TariffJson.Plain.ContractsAnswer));
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(hash.AsSpan(0, 12))}\"");
    }

    /// <returns>Null when the caller expects nothing.</returns>
    /// <exception cref="ParameterException">The header cannot be understood.</exception>
    private static IList<EntityTagHeaderValue>? ExpectedTags(HttpRequest request)
    {
        if (request.Headers.IfMatch.Count == 0) return null;
        return EntityTagHeaderValue.TryParseStrictList(request.Headers.IfMatch, out var tags)
            ? tags
            : throw ParameterException.NotAllowed("If-Match", request.Headers.IfMatch.ToString(), "what ETag said, with its quotes, or *");
    }
}
