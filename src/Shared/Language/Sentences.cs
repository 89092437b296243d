namespace PowerMeter.Shared.Language;

/// <summary>Names Sentences.resx, the words of <see cref="Sentence"/>.</summary>
internal static class Sentences;
