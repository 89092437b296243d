namespace PowerMeter.Web.About;

/// <summary>Something of others that the base station is made of.</summary>
/// <param name="Package">As the package registry calls it.</param>
/// <param name="Licence">Its SPDX identifier.</param>
public sealed record Library(string Name, string Package, string Licence)
{
    /// <summary>All that is delivered with the program or that it needs to run; a test compares it with the packages of the build.</summary>
    public static IReadOnlyList<Library> All { get; } =
    [
        new(".NET, ASP.NET Core, Blazor", "Microsoft.AspNetCore.App", "MIT"),
        new("Entity Framework Core", "Microsoft.EntityFrameworkCore", "MIT"),
        new("ASP.NET Core OpenAPI", "Microsoft.AspNetCore.OpenApi", "MIT"),
        new("OpenAPI.NET", "Microsoft.OpenApi", "MIT"),
        new("Npgsql", "Npgsql", "PostgreSQL"),
        new("Npgsql for Entity Framework Core", "Npgsql.EntityFrameworkCore.PostgreSQL", "PostgreSQL"),
        new("NodaTime", "NodaTime", "Apache-2.0"),
        new("IANA Time Zone Database", "tzdb", "public domain"),
        new("CsvHelper", "CsvHelper", "MS-PL OR Apache-2.0"),
        new("Markdig", "Markdig", "BSD-2-Clause"),
        new("Chart.js", "chart.js", "MIT"),
        new("Inter", "@fontsource-variable/inter", "OFL-1.1"),
        new("Lucide", "lucide-static", "ISC"),
        new("Swagger UI", "swagger-ui-dist", "Apache-2.0"),
        new("PostgreSQL", "postgresql", "PostgreSQL"),
        new("supervisor", "supervisor", "BSD-derived (Repoze)"),
    ];
}
