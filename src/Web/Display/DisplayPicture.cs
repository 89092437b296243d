using System.Globalization;
using System.Net.Mime;
using Microsoft.AspNetCore.Mvc;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Display;
using PowerMeter.Web.Api.Compatible;
using PowerMeter.Web.Api.V1;

namespace PowerMeter.Web.Display;

/// <summary>GET /display.png: what the small display shows, drawn by the same code, for a look from afar.</summary>
internal static class DisplayPicture
{
    private const string Path = "/display.png";
    private const string Width = "width";
    private const string Height = "height";
    private const string Scale = "scale";
    private const string Language = "lang";

    /// <summary>Means nothing: a page that asks for the picture anew gives it another value each time.</summary>
    private const string Version = "v";

    /// <summary>Pixels each way.</summary>
    public const int Least = 16;

    /// <summary>Pixels each way.</summary>
    public const int Most = 4096;

    private const int MostScale = 16;

    public static void AddDisplayPicture(this IHostApplicationBuilder builder)
    {
        builder.AddDisplayState();
        builder.Services.AddSingleton<DisplayChanges>();
        builder.Services.AddSingleton<CallerFilter>();
    }

    /// <summary>For whoever may look: a session, a token with read rights, or the own network when the dashboard is open to it. Errors are problems, as those of /api/v1.</summary>
    public static void MapDisplayPicture(this IEndpointRouteBuilder app) => app.MapGet(Path, GetAsync)
        .AllowAnonymous()
        .ExcludeFromDescription()
        .AddEndpointFilter<Api.CallFailures<Api.V1.FailureForm>>()
        .AddEndpointFilter<PictureFilter>()
        .AddEndpointFilter(new QueryFilter([Width, Height, Scale, Language, Version]))
        .AddEndpointFilter((context, next) => context.HttpContext.RequestServices.GetRequiredKeyedService<TurnFilter>(TurnFilter.Pictures).InvokeAsync(context, next));

    /// <param name="version">Any number; another one makes the browser ask again.</param>
    public static string Url(int width, int height, long version) =>
        string.Create(CultureInfo.InvariantCulture, $"{Path}?{Width}={width}&{Height}={height}&{Version}={version}");

    private static async Task<IResult> GetAsync(HttpRequest request, [FromServices] DisplayStateReader reader, CancellationToken cancel)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var width = QueryText.WholeNumberOf(request, Width, Least, Most) ?? 160;
        var height = QueryText.WholeNumberOf(request, Height, Least, Most) ?? 128;
        var scale = QueryText.WholeNumberOf(request, Scale, 1, MostScale) ?? 1;
        if (Math.Max(width, height) * scale > Most)
            throw ParameterException.NotAllowed(Scale, scale.ToString(CultureInfo.InvariantCulture), $"a picture of at most {Most} pixels each way, and this one would have {width * scale} × {height * scale}");
        var language = LanguageOf(request);
        var (state, status) = await ReadAsync(reader, cancel);
        request.HttpContext.Response.StatusCode = status;
        return TypedResults.Bytes(DisplayFace.WritePng(state, language, width, height, scale), MediaTypeNames.Image.Png);
    }

    /// <summary>Without the database the picture says so, and so does the status: whoever only looks at that knows too.</summary>
    private static async Task<(DisplayState State, int Status)> ReadAsync(DisplayStateReader reader, CancellationToken cancel)
    {
        try
        {
            return ((await reader.ReadAsync(siteAnew: false, cancel)).State, StatusCodes.Status200OK);
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            return (reader.Away(since: null), StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>The one that is asked for, else that of the page.</summary>
    private static DisplayLanguage LanguageOf(HttpRequest request) => QueryText.TextOf(request, Language) switch
    {
        "en" => DisplayLanguage.En,
        "fr" => DisplayLanguage.Fr,
        null => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr" ? DisplayLanguage.Fr : DisplayLanguage.En,
        var other => throw ParameterException.NotAllowed(Language, other, "en or fr"),
    };
}
