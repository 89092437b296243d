using System.Text.Json;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Hosting;

/// <summary>What .NET is told of each program. A name that it does not know is left out, or passed over, without a word.</summary>
public sealed class RuntimeSettingsTests
{
    [Theory]
    [InlineData("Receiver")]
    [InlineData("Processor")]
    [InlineData("Web")]
    public void A_program_is_told_to_hold_little_memory(string program)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(Repository.Program(program), ".runtimeconfig.json")));
        var settings = file.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");
        settings.GetProperty("System.GC.Gen0MaxBudget").GetInt64().ShouldBe(1 << 20);
        settings.GetProperty("System.GC.Concurrent").GetBoolean().ShouldBeFalse();
        settings.GetProperty("System.GC.Server").GetBoolean().ShouldBeFalse();
        settings.GetProperty("System.Runtime.TieredPGO").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public void The_garbage_collector_knows_the_bound() =>
        GC.GetConfigurationVariables().Keys.ShouldContain("GCGen0MaxBudget");
}
