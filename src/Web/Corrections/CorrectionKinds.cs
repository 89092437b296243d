namespace PowerMeter.Web.Corrections;

/// <summary>The kinds by the names that database and API know.</summary>
public static class CorrectionKinds
{
    public static readonly IReadOnlyList<string> Names = [.. Enum.GetValues<CorrectionKind>().Select(NameOf)];

    public static string NameOf(CorrectionKind kind) => kind.ToString().ToLowerInvariant();

    /// <returns>Null for what is no kind.</returns>
    public static CorrectionKind? Named(string? name) =>
        Enum.GetValues<CorrectionKind>().Where(kind => NameOf(kind) == name).Cast<CorrectionKind?>().FirstOrDefault();
}
