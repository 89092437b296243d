using System.Diagnostics;

namespace PowerMeter.Tests.TestKit.Fuzz;

/// <summary>
/// Gives a decoder its whole corpus as it is, and then inputs made of it. A failing input is kept in the corpus, so that
/// every later run begins with it.
/// </summary>
/// <param name="randomSeed">The same number gives the same inputs.</param>
/// <param name="corpus">The directory of the corpus. Default: tests/wire and the target's name.</param>
public sealed class FuzzRun(IFuzzTarget target, int randomSeed, string? corpus = null)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>Of the decoder's own thread: a machine that is busy with something else makes no hang.</summary>
    private static readonly TimeSpan MostProcessorTime = TimeSpan.FromSeconds(1);

    /// <summary>For one that waits for something.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(30);

    private readonly string _directory = corpus ?? Repository.File($"tests/wire/{target.Name}");
    private long _count;
    private long _accepted;
    private byte[] _input = [];
    private volatile ThreadClock? _clock;
    private Exception? _failure;

    /// <param name="inputs">Mutated ones, after the corpus.</param>
    /// <exception cref="FuzzException">It threw, hung, or took what is out of bounds; the input is kept.</exception>
    public FuzzResult Run(long inputs)
    {
        var watch = Stopwatch.StartNew();
        // A thread that may be left behind: nothing ends one that hangs.
        var thread = new Thread(() => Feed(inputs)) { IsBackground = true, Name = $"fuzz {target.Name}" };
        thread.Start();
        WatchOver(thread);
        if (_failure is not null) throw Kept(_failure is FuzzException ? _failure.Message : $"{_failure.GetType().Name}: {_failure.Message}");
        return new FuzzResult(_count, _accepted, watch.Elapsed);
    }

    private void Feed(long inputs)
    {
        _clock = ThreadClock.OfThisThread();
        try
        {
            var files = ReadCorpus();
            foreach (var input in files) Take(input);
            var mutator = new Mutator(randomSeed, [.. target.Seeds, .. files]);
            for (var i = 0L; i < inputs; i++) Take(mutator.Next());
        }
#pragma warning disable CA1031 // Whatever it throws is the finding.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failure = e;
        }
    }

    private void Take(byte[] input)
    {
        Volatile.Write(ref _input, input);
        if (target.Take(input)) _accepted++;
        Volatile.Write(ref _count, _count + 1);
    }

    private void WatchOver(Thread thread)
    {
        var (count, since, processorTime) = (-1L, Stopwatch.GetTimestamp(), TimeSpan.Zero);
        while (!thread.Join(Look))
        {
            var now = _clock?.ProcessorTime() ?? TimeSpan.Zero;
            if (Volatile.Read(ref _count) != count)
                (count, since, processorTime) = (Volatile.Read(ref _count), Stopwatch.GetTimestamp(), now);
            else if (now - processorTime > MostProcessorTime || Stopwatch.GetElapsedTime(since) > MostTime)
                throw Kept("It hangs");
        }
    }

    private FuzzException Kept(string what)
    {
        var input = Volatile.Read(ref _input);
        var file = Path.Combine(Directory.CreateDirectory(_directory).FullName, $"failed-{randomSeed}-{Volatile.Read(ref _count)}.bin");
        File.WriteAllBytes(file, input);
        return new FuzzException($"{target.Name}: {what}. Seed {randomSeed}, input {Volatile.Read(ref _count)}, kept in {file}: {Convert.ToHexString(input)}", _failure!);
    }

    /// <summary>Every file but those that describe the others.</summary>
    private List<byte[]> ReadCorpus() =>
        !Directory.Exists(_directory) ? [] :
        [.. Directory.EnumerateFiles(_directory, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".md", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes)];
}
