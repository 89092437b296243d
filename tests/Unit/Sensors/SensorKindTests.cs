using System.Globalization;
using Microsoft.Extensions.Configuration;
using NodaTime;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Sensors;

/// <summary>What a kind's fields say and what its options take are one.</summary>
public sealed class SensorKindTests
{
    public static TheoryData<string> Kinds => [.. SensorKind.All.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_required_and_nothing_else_makes_a_sensor(string name)
    {
        var kind = SensorKind.Named(name);
        Fault(kind, Least(kind)).ShouldBeNull();
        foreach (var required in kind.Fields.Where(field => field.Required))
        {
            var without = Least(kind);
            without.Remove(required.Name);
            Fault(kind, without).ShouldNotBeNull().Message.ShouldContain($"{required.Name} is missing");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_default_and_example_is_taken(string name)
    {
        var kind = SensorKind.Named(name);
        foreach (var field in kind.Fields)
            foreach (var value in new[] { field.Default, field.Example }.OfType<string>())
                Fault(kind, Least(kind), (field.Name, value)).ShouldBeNull($"{field.Name} = {value}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_number_is_taken_at_its_bounds_and_refused_beyond(string name)
    {
        var kind = SensorKind.Named(name);
        foreach (var field in kind.Fields.Where(field => field.Type is SensorFieldType.Number or SensorFieldType.WholeNumber))
        {
            var (min, max) = (field.Min.ShouldNotBeNull(), field.Max.ShouldNotBeNull());
            // Within the bounds only a rule among several settings may refuse it, and it says which.
            foreach (var within in new[] { min, max })
                if (Fault(kind, Least(kind), (field.Name, Text(within))) is { } fault) fault.Broken.ShouldNotBeNull($"{field.Name} = {within}: {fault.Message}");
            var step = field.Type == SensorFieldType.WholeNumber ? 1 : Math.Max(1e-5, (max - min) * 1e-9);
            foreach (var beyond in new[] { min - step, max + step })
            {
                var refused = Fault(kind, Least(kind), (field.Name, Text(beyond))).ShouldNotBeNull($"{field.Name} = {beyond}");
                refused.Broken.ShouldBeNull();
                refused.Message.ShouldContain($"{field.Name} is '{Text(beyond)}'; allowed: a ");
            }

            Fault(kind, Least(kind), (field.Name, "much")).ShouldNotBeNull().Message.ShouldContain($"{field.Name} is 'much'");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_choice_and_a_flag_take_their_words_and_no_other(string name)
    {
        var kind = SensorKind.Named(name);
        foreach (var field in kind.Fields.Where(field => field.Type is SensorFieldType.Choice or SensorFieldType.Flag))
        {
            var words = field.Type == SensorFieldType.Flag ? ["true", "false"] : field.Choices;
            words.ShouldContain(field.Default.ShouldNotBeNull());
            foreach (var word in words)
                if (Fault(kind, Least(kind), (field.Name, word)) is { } fault) fault.Broken.ShouldNotBeNull(fault.Message);
            Fault(kind, Least(kind), (field.Name, "perhaps")).ShouldNotBeNull().Message.ShouldContain($"{field.Name} is 'perhaps'; allowed: ");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_setting_that_is_not_listed_is_refused(string name)
    {
        var kind = SensorKind.Named(name);
        Fault(kind, Least(kind), ("colour", "red")).ShouldNotBeNull().Message.ShouldContain("colour is not a setting");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_fields_are_those_that_the_options_read(string name)
    {
        var kind = SensorKind.Named(name);
        var listed = Fault(kind, Least(kind), ("colour", "red")).ShouldNotBeNull().Message;
        if (kind.Fields.Count == 0) listed.ShouldEndWith("colour is not a setting: there is none here.");
        else listed.ShouldEndWith($"allowed: {string.Join(", ", kind.Fields.Select(field => field.Name).Order(StringComparer.Ordinal))}.");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kind_that_is_driven_has_a_driver(string name)
    {
        var kind = SensorKind.Named(name);
        var context = new DriverContext(Reader(Least(kind)), kind.DefaultPeriod, DateTimeZone.Utc, TimeProvider.System) { Secrets = plain => plain };
        if (kind.IsDriven) SensorDrivers.Create(kind, context).ShouldNotBeNull();
        else Should.Throw<SettingException>(() => SensorDrivers.Create(kind, context)).Message.ShouldContain("come by the API");
    }

    [Fact]
    public void A_secret_that_is_wrong_is_not_in_what_is_said_of_it()
    {
        var kind = SensorKind.Named("citizenwatt");
        var fault = Fault(kind, Least(kind), ("aes_key", "1-2-3-300")).ShouldNotBeNull();
        fault.ToString().ShouldNotContain("300");
        fault.Broken.ShouldNotBeNull().ShouldSatisfyAllConditions(
            broken => broken.Setting.ShouldBe("aes_key"), broken => broken.Given.ShouldBe(""), broken => broken.Arguments.ShouldBeEmpty());
    }

    /// <summary>What it cannot be without.</summary>
    private static Dictionary<string, string?> Least(SensorKind kind) =>
        kind.Fields.Where(field => field.Required).ToDictionary(field => field.Name, field => field.Example);

    private static SettingException? Fault(SensorKind kind, Dictionary<string, string?> settings, params (string Name, string Value)[] more)
    {
        foreach (var (name, value) in more) settings[name] = value;
        try
        {
            kind.Check(new SensorInput(Reader(settings), kind.DefaultPeriod) { Secrets = plain => plain });
            return null;
        }
        catch (SettingException e)
        {
            return e;
        }
    }

    private static SettingReader Reader(Dictionary<string, string?> settings) => new(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), "sensor 'Trial'");

    private static string Text(double number) => number.ToString("0.#########", CultureInfo.InvariantCulture);
}
