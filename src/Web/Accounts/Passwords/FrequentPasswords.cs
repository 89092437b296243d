namespace PowerMeter.Web.Accounts.Passwords;

/// <summary>
/// The words that people choose first, English and French, about in the order of how often they do (as leaks show again
/// and again), and the rows of the keyboards. Passwords are mostly made of these, with a year or a sign behind.
/// </summary>
internal static class FrequentPasswords
{
    private const string Words = """
        123456 password azerty qwerty admin 111111 123123 welcome abc123 letmein monkey dragon iloveyou master login sunshine princess
        football shadow superman michael baseball batman trustno1 passw0rd starwars hello freedom whatever secret changeme default guest
        root user test demo temp access pass motdepasse soleil doudou loulou bonjour marseille jetaime chouchou nicolas camille
        chocolat julien thomas coucou maman papa amour bisous celine isabelle caroline alexandre sandrine france paris lyon bordeaux
        toulouse nantes internet computer samsung google facebook charlie jordan hunter killer ginger pepper buster soccer hockey
        harley ranger andrea joshua daniel george jessica ashley jennifer andrew matthew robert nicole amanda thunder summer winter
        spring autumn ete hiver printemps automne flower cookie butterfly purple orange yellow silver golden diamond banana cheese
        coffee chicken matrix mustang mercedes ferrari porsche corvette liverpool arsenal chelsea barcelona juventus olympique
        pokemon naruto minecraft fortnite zelda mario blink182 metallica nirvana qazwsx 1q2w3e4r 1qaz2wsx zaq12wsx qwe123 asd123
        house maison famille family kitchen cuisine garden jardin energy energie power watt meter compteur electric electricite linky
        raspberry raspberrypi arduino sensor home domotique wifi livebox freebox router station base blazor postgres server
        january february march april june july august september october november december janvier fevrier mars avril juin juillet
        aout septembre octobre novembre decembre monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi
        vendredi samedi dimanche lovely forever friends angel baby honey sweet lucky happy crazy magic music dance guitar hockey
        chat chien lapin minou minette toutou princesse coccinelle papillon poussin nounours tigrou tintin asterix obelix
        correct horse battery staple 696969 666666 777777 888888 999999 000000 654321 987654321 112233 121212 131313 159753 147258
        """;

    /// <summary>The place of each word in the list, from 1.</summary>
    public static IReadOnlyDictionary<string, int> Ranks { get; } = Words
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .Distinct(StringComparer.Ordinal)
        .Select((word, index) => (word, index))
        .ToDictionary(entry => entry.word, entry => entry.index + 1, StringComparer.Ordinal);

    /// <summary>Longest word of the list, in characters.</summary>
    public static int Longest { get; } = Ranks.Keys.Max(word => word.Length);

    /// <summary>What lies side by side: a run along one of these, either way, is one choice.</summary>
    public static IReadOnlyList<string> Rows { get; } =
        ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertzuiop", "yxcvbnm"];
}
