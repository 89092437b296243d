using PowerMeter.Tests.TestKit;
using PowerMeter.Tests.TestKit.Fuzz;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Fuzz;

public sealed class FuzzRunTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void The_same_seed_gives_the_same_inputs()
    {
        List<byte[]> first = [], second = [], other = [];
        Run(first, randomSeed: 7);
        Run(second, randomSeed: 7);
        Run(other, randomSeed: 8);
        first.Count.ShouldBe(5000);
        first.Zip(second).ShouldAllBe(pair => pair.First.SequenceEqual(pair.Second));
        first.Zip(other).Count(pair => pair.First.SequenceEqual(pair.Second)).ShouldBeLessThan(2500);
    }

    [Fact]
    public void Inputs_differ_and_are_no_longer_than_they_may_be()
    {
        List<byte[]> inputs = [];
        Run(inputs, randomSeed: 1);
        inputs.Select(Convert.ToHexString).Distinct().Count().ShouldBeGreaterThan(inputs.Count / 3);
        inputs.ShouldAllBe(input => input.Length <= Mutator.MaxLength);
        inputs.ShouldContain(input => input.Length > 200);
        inputs.ShouldContain(input => input.Length == 0);
    }

    [Fact]
    public void The_corpus_comes_first_and_as_it_is()
    {
        File.WriteAllBytes(_directory.File("b.bin"), [2, 3]);
        File.WriteAllBytes(_directory.File("a.txt"), [1]);
        File.WriteAllText(_directory.File("README.md"), "what they are");
        List<byte[]> inputs = [];
        Run(inputs, randomSeed: 1);
        inputs[0].ShouldBe([1]);
        inputs[1].ShouldBe([2, 3]);
        inputs.Count.ShouldBe(5002);
    }

    [Fact]
    public void A_failing_input_is_said_and_kept_and_comes_first_the_next_time()
    {
        var target = new Target(input => input.Contains((byte)0xAB) ? throw new InvalidOperationException("0xAB") : true);
        var failure = Should.Throw<FuzzException>(() => new FuzzRun(target, 3, _directory.Path).Run(1_000_000));
        var kept = Directory.GetFiles(_directory.Path).ShouldHaveSingleItem();
        var input = File.ReadAllBytes(kept);
        input.ShouldContain((byte)0xAB);
        failure.Message.ShouldStartWith("target: InvalidOperationException: 0xAB. Seed 3, input ");
        failure.Message.ShouldEndWith($"kept in {kept}: {Convert.ToHexString(input)}");

        Should.Throw<FuzzException>(() => new FuzzRun(target, 4, _directory.Path).Run(1)).Message.ShouldContain("Seed 4, input 0,");
    }

    [Fact]
    public void An_input_that_takes_more_than_a_second_is_a_hang()
    {
        using var end = new CancellationTokenSource();
        var target = new Target(input =>
        {
            while (input.Length > 0 && !end.IsCancellationRequested) Thread.SpinWait(100);
            return true;
        });
        try
        {
            Should.Throw<FuzzException>(() => new FuzzRun(target, 1, _directory.Path).Run(100)).Message.ShouldStartWith("target: It hangs. ");
            Directory.GetFiles(_directory.Path).ShouldHaveSingleItem();
        }
        finally
        {
            end.Cancel();
        }
    }

    public void Dispose() => _directory.Dispose();

    private void Run(List<byte[]> inputs, int randomSeed) => new FuzzRun(
        new Target(input =>
        {
            inputs.Add(input);
            return true;
        }),
        randomSeed, _directory.Path).Run(5000);

    private sealed class Target(Func<byte[], bool> take) : IFuzzTarget
    {
        public string Name => "target";

        public IEnumerable<byte[]> Seeds => [[1, 2, 3, 4], [10, 20, 30]];

        public bool Take(byte[] input) => take(input);
    }
}
