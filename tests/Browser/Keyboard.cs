using Microsoft.Playwright;
using Shouldly;

namespace PowerMeter.Tests.Browser;

/// <summary>
/// A visitor without a mouse. Wherever the Tab key stops it must be seen where one is: with a ring around it, within the window.
/// Nothing else is ever done than pressing keys.
/// </summary>
public sealed class Keyboard(IPage page)
{
    private const int Longest = 80;

    /// <summary>Of what has the focus: a name by which a test knows it, and what is wrong with how it is seen.</summary>
    private const string Look = """
        () => {
          const here = document.activeElement;
          if (!here || here === document.body) return ["", ""];
          const name = here.id ? `#${here.id}` : (Object.entries(here.dataset)[0] ?? [here.tagName.toLowerCase(), here.getAttribute("aria-label") ?? here.textContent.trim()]).join("=");
          const hasRing = element => {
            const style = getComputedStyle(element);
            return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1 && Number(style.opacity) > 0.5 && element.getClientRects().length > 0;
          };
          // The ring of a field that is not seen itself stands around what is seen of it, and a grip of the strip changes its own look.
          const around = [here, here.parentElement, here.closest("label")].filter(element => element);
          const grip = here.querySelector(".strip-grip");
          const isMarked = around.some(hasRing) || (grip && getComputedStyle(grip).strokeWidth === "4px");
          const seen = (Number(getComputedStyle(here).opacity) > 0.5 ? here : here.parentElement).getBoundingClientRect();
          const isInside = seen.bottom > 0 && seen.top < innerHeight && seen.right > 0 && seen.left < innerWidth;
          return [name, !isMarked ? "no ring" : !isInside ? "out of sight" : ""];
        }
        """;

    /// <summary>Presses Tab until the focus is there.</summary>
    /// <returns>The names of all places where it stopped on the way, that one last.</returns>
    public Task<IReadOnlyList<string>> TabToAsync(string target) => GoToAsync("Tab", target);

    /// <summary>Presses Shift+Tab until the focus is there.</summary>
    public Task<IReadOnlyList<string>> TabBackToAsync(string target) => GoToAsync("Shift+Tab", target);

    public Task PressAsync(string key) => page.Keyboard.PressAsync(key);

    public async Task PressAsync(string target, string key)
    {
        await TabToAsync(target);
        await PressAsync(key);
    }

    public async Task TypeAsync(string target, string text)
    {
        await TabToAsync(target);
        await page.Keyboard.TypeAsync(text);
    }

    public Task<bool> IsAtAsync(string target) => page.EvaluateAsync<bool>("target => document.activeElement?.matches(target) ?? false", target);

    private async Task<IReadOnlyList<string>> GoToAsync(string key, string target)
    {
        var stops = new List<string>();
        for (var presses = 0; presses < Longest; presses++)
        {
            if (await IsAtAsync(target)) return stops;
            await PressAsync(key);
            var look = await page.EvaluateAsync<string[]>(Look);
            look[1].ShouldBeEmpty($"where {key} stops at {look[0]} on {page.Url}, after {string.Join(", ", stops)}");
            if (look[0].Length > 0) stops.Add(look[0]);
        }

        throw new InvalidOperationException($"{key} does not lead to {target} but to {string.Join(", ", stops)}.");
    }
}
