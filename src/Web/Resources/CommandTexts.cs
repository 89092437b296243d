using Microsoft.Extensions.Localization;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Web.Resources;

/// <summary>The texts of the pages, with PowerMeter's command as it is called here (see <see cref="LauncherCommand"/>).</summary>
/// <param name="command">How it is called.</param>
internal sealed class CommandTexts(IStringLocalizer texts, string command) : IStringLocalizer<Texts>
{
    public LocalizedString this[string name] => In(texts[name]);

    public LocalizedString this[string name, params object[] arguments] => In(texts[name, arguments]);

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => texts.GetAllStrings(includeParentCultures).Select(In);

    private LocalizedString In(LocalizedString text) => new(text.Name, LauncherCommand.In(text.Value, command), text.ResourceNotFound, text.SearchedLocation);
}
