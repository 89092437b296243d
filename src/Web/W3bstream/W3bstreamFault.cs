namespace PowerMeter.Web.W3bstream;

/// <summary>One setting cannot be as it was given.</summary>
/// <param name="Field">Such as <c>publish_url</c>.</param>
/// <param name="Given">Null for what must not be repeated: a token, or an address with a password in it.</param>
/// <param name="Allowed">In words, English.</param>
public sealed record W3bstreamFault(string Field, string? Given, string Allowed)
{
    private const int LongestGiven = 80;

    public string Message => Given is { } given
        ? $"{Field} is '{(given.Length <= LongestGiven ? given : $"{given[..LongestGiven]}…")}'; allowed: {Allowed}."
        : $"{Field} cannot be what was given, which is not repeated here; allowed: {Allowed}.";
}
