using System.Text.Json;
using Microsoft.Playwright;

namespace PowerMeter.Tests.Browser;

/// <summary>Asks axe-core what is in somebody's way on a page, as it is shown.</summary>
public static class Accessibility
{
    private static readonly string Axe = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "axe.min.js"));

    /// <returns>A line for each place that axe finds serious or critical: the rule, the element, and why.</returns>
    public static async Task<IReadOnlyList<string>> FindAsync(IPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        await page.EvaluateAsync(Axe);
        var answer = await page.EvaluateAsync<JsonElement>("axe.run(document, { resultTypes: ['violations'] })");
        return
        [
            .. from violation in answer.GetProperty("violations").EnumerateArray()
               where violation.GetProperty("impact").GetString() is "serious" or "critical"
               from node in violation.GetProperty("nodes").EnumerateArray()
               select $"{violation.GetProperty("id").GetString()}: {node.GetProperty("html").GetString()} {node.GetProperty("failureSummary").GetString()}",
        ];
    }

    /// <returns>The fields that are marked as wrong, and do not say to who listens what is wrong.</returns>
    public static async Task<IReadOnlyList<string>> FindUndescribedAsync(IPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll("[aria-invalid=true]")]
              .filter(field => !(field.getAttribute("aria-describedby") ?? "").split(" ")
                .some(id => document.getElementById(id)?.matches(".field-error:not(:empty), :has(.field-error:not(:empty))")))
              .map(field => field.outerHTML)
            """);
    }
}
