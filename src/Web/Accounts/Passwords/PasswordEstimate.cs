namespace PowerMeter.Web.Accounts.Passwords;

/// <summary>
/// Estimates how many guesses a password needs, in bits: the cheapest way to put it together out of what guessers try
/// (known words, names, runs on the keyboard, repetitions, years) and single characters. The idea is zxcvbn's (D. Wheeler,
/// USENIX Security 2016), which found classes of characters to say nothing. Pure.
/// </summary>
public static class PasswordEstimate
{
    /// <summary>Of a character that nothing explains: ten guesses, as in zxcvbn; more would flatter what only looks random.</summary>
    private const double BitsOfCharacter = 3.33;

    // What people write for a letter, and the letter.
    private const string Lookalikes = "0134579!@$éèêëàâçîïôûù";
    private const string Letters = "oieastgiaseeeeaaciiouu";

    private const double BitsOfYear = 7;
    private const double BitsOfOwnWord = 1;
    private const double BitsOfStart = 4.7;
    private const int ShortestRun = 3;
    private const int LongestLooked = 128;

    /// <summary>Below this a password is one of the first that are tried: some ten million guesses.</summary>
    public const double GuessedBits = 23;

    private const double WeakBits = 36;
    private const double GoodBits = 50;

    public static PasswordStrength Strength(string password, params IReadOnlyList<string> ownWords) => Bits(password, ownWords) switch
    {
        < GuessedBits => PasswordStrength.Guessed,
        < WeakBits => PasswordStrength.Weak,
        < GoodBits => PasswordStrength.Good,
        _ => PasswordStrength.Strong,
    };

    /// <param name="ownWords">What somebody who guesses knows of this account: its name, the site's.</param>
    public static double Bits(string password, params IReadOnlyList<string> ownWords)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(ownWords);
        // What lies beyond is plenty, and the work stays small.
        var text = password.Length <= LongestLooked ? password : password[..LongestLooked];
        var plain = text.ToLowerInvariant();
        var letters = string.Concat(plain.Select(LetterOf));
        var own = ownWords.SelectMany(Pieces).ToHashSet(StringComparer.Ordinal);
        var best = new double[text.Length + 1];
        for (var end = 1; end <= text.Length; end++)
        {
            best[end] = best[end - 1] + BitsOfCharacter;
            for (var start = 0; start <= end - ShortestRun; start++)
            {
                var piece = new Piece(text[start..end], plain[start..end], letters[start..end]);
                if (BitsOf(piece, own) is { } bits) best[end] = Math.Min(best[end], best[start] + bits);
                if (PeriodOf(piece.Plain) is { } period) best[end] = Math.Min(best[end], best[start + period] + Math.Log2(piece.Plain.Length / period));
            }
        }

        return best[^1];
    }

    private static double? BitsOf(Piece piece, HashSet<string> own)
    {
        double? best = null;
        if (own.Contains(piece.Plain) || own.Contains(piece.Letters)) best = BitsOfOwnWord + BitsOfSpelling(piece);
        else if (piece.Plain.Length <= FrequentPasswords.Longest && (Rank(piece.Plain) ?? Rank(piece.Letters)) is { } rank) best = Math.Log2(rank) + 1 + BitsOfSpelling(piece);
        if (IsRun(piece.Plain)) best = Math.Min(best ?? double.MaxValue, BitsOfStart + Math.Log2(piece.Plain.Length));
        if (IsYear(piece.Plain)) best = Math.Min(best ?? double.MaxValue, BitsOfYear);
        return best;
    }

    private static int? Rank(string word) => FrequentPasswords.Ranks.TryGetValue(word, out var rank) ? rank : null;

    // Capitals, and digits that stand for letters, are two more questions.
    private static double BitsOfSpelling(Piece piece) => (piece.Text == piece.Plain ? 0 : 1) + (piece.Plain == piece.Letters ? 0 : 1);

    private static bool IsRun(string piece) => FrequentPasswords.Rows.Any(row => row.Contains(piece, StringComparison.Ordinal) || row.Contains(Reversed(piece), StringComparison.Ordinal));

    private static bool IsYear(string piece) => piece.Length == 4 && piece.All(char.IsAsciiDigit) && (piece.StartsWith("19", StringComparison.Ordinal) || piece.StartsWith("20", StringComparison.Ordinal));

    /// <returns>How long the part is that the piece repeats; null when it repeats none.</returns>
    private static int? PeriodOf(string piece)
    {
        for (var period = 1; period <= piece.Length / 2; period++)
            if (piece.Length % period == 0 && piece.AsSpan(period).SequenceEqual(piece.AsSpan(0, piece.Length - period))) return period;
        return null;
    }

    private static string Reversed(string text) => string.Concat(text.Reverse());

    // "marie.dupont" is known by each of its parts too.
    private static IEnumerable<string> Pieces(string word)
    {
        var plain = word.ToLowerInvariant();
        return plain.Split([' ', '.', '-', '_', '@'], StringSplitOptions.RemoveEmptyEntries).Append(plain).Where(piece => piece.Length >= ShortestRun);
    }

    private static char LetterOf(char sign) => Lookalikes.IndexOf(sign) is >= 0 and var place ? Letters[place] : sign;

    private readonly record struct Piece(string Text, string Plain, string Letters);
}
