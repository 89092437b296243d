using System.Reflection;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit;

/// <summary>The three processes meet only in PostgreSQL.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] Processes = ["PowerMeter.Receiver", "PowerMeter.Processor", "PowerMeter.Web"];

    [Theory]
    [InlineData("PowerMeter.Receiver")]
    [InlineData("PowerMeter.Processor")]
    [InlineData("PowerMeter.Web")]
    [InlineData("PowerMeter.Shared")]
    public void No_process_references_another(string name) =>
        Assembly.Load(name).GetReferencedAssemblies().Select(reference => reference.Name)
            .Where(reference => Processes.Contains(reference)).ShouldBeEmpty();

    [Theory]
    [InlineData("PowerMeter.Receiver")]
    [InlineData("PowerMeter.Processor")]
    [InlineData("PowerMeter.Web")]
    [InlineData("PowerMeter.Shared")]
    public void Nothing_is_called_utils_helpers_common_or_manager(string name) =>
        Assembly.Load(name).GetTypes()
            .Where(type => type.Namespace?.StartsWith("PowerMeter", StringComparison.Ordinal) == true) // not what a generator adds
            .Select(type => type.Name)
            .Where(type => new[] { "Util", "Helper", "Common", "Manager" }.Any(word => type.Contains(word, StringComparison.Ordinal)))
            .ShouldBeEmpty();
}
