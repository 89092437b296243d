using PowerMeter.Processor.Display;
using PowerMeter.Shared.Display;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Processor;

/// <summary>The display, with files for its devices.</summary>
public sealed class DisplayWorkerTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private const int Length = 320 * 128;

    private readonly TestDatabase _database = fixture.Database;
    private readonly FramebufferTree _tree = new();

    public void Dispose() => _tree.Dispose();

    private static async Task<byte[]> ChangesAsync(DisplayHouse house, byte[] from, string what, int number = 0)
    {
        var shown = from;
        await Eventually.BecomesTrueAsync(what, () =>
        {
            shown = house.Tree.Written(number);
            return Task.FromResult(shown.Length == Length && !shown.SequenceEqual(from));
        });
        return shown;
    }

    /// <summary>Whether trouble's colour is on it, which stands for a reason that no power is shown.</summary>
    private static bool HasTrouble(byte[] rgb565)
    {
        var trouble = DisplayColours.Trouble.ToRgb565();
        return Enumerable.Range(0, rgb565.Length / 2).Any(i => BitConverter.ToUInt16(rgb565, i * 2) == trouble);
    }

    private async Task<int> ChooseSensorAsync(string name)
    {
        // With a slow pace, so that the quick clock does not make it silent at once.
        var sensor = await _database.AddSensorAsync(name, periodSeconds: 200);
        await _database.Owner.ExecuteAsync("update w3bstream_settings set sensors = array[$1::integer]", sensor);
        return sensor;
    }

    [Fact]
    public async Task It_draws_what_a_new_sample_says()
    {
        var sensor = await ChooseSensorAsync("drawn");
        _tree.Add(0);
        await using var house = await DisplayHouse.StartAsync(_database, _tree);
        var empty = await ChangesAsync(house, [], "the first picture");
        await house.MeasureAsync(sensor, 231);
        var first = await ChangesAsync(house, empty, "the picture of a sample");
        await house.MeasureAsync(sensor, 1999);
        await ChangesAsync(house, first, "the picture of another sample");
        house.Log.ShouldBe([$"The display is {_tree.Device(0)} (fb_st7735r), 160 × 128 pixels"]);
    }

    [Fact]
    public async Task What_is_set_on_the_settings_page_is_followed_at_once()
    {
        var chosen = await ChooseSensorAsync("chosen for W3bstream");
        var other = await _database.AddSensorAsync("chosen for the display", periodSeconds: 200);
        _tree.Add(0);
        await using var house = await DisplayHouse.StartAsync(_database, _tree);
        var empty = await ChangesAsync(house, [], "the first picture");
        await house.MeasureAsync(chosen, 231);
        await house.MeasureAsync(other, 1999);
        var picture = await ChangesAsync(house, empty, "the picture of a sample");
        foreach (var (key, value) in new[] { ("display_sensors", $"{other}"), ("display_rotation", "180"), ("display_language", "fr") })
        {
            await _database.Web.ExecuteAsync("insert into settings (key, value) values ($1, $2)", key, value);
            picture = await ChangesAsync(house, picture, $"the picture by {key}");
        }

        await _database.Web.ExecuteAsync("delete from settings where key like 'display%'");
        await ChangesAsync(house, picture, "the picture as the file has it");
    }

    [Fact]
    public async Task A_sensor_that_falls_silent_is_shown_as_silent_without_a_notification()
    {
        var sensor = await _database.AddSensorAsync("falls silent", periodSeconds: 10);
        await _database.Owner.ExecuteAsync("update w3bstream_settings set sensors = array[$1::integer]", sensor);
        _tree.Add(0);
        await using var house = await DisplayHouse.StartAsync(_database, _tree);
        var empty = await ChangesAsync(house, [], "the first picture");
        await house.MeasureAsync(sensor, 231);
        var live = await ChangesAsync(house, empty, "the picture of a sample");
        HasTrouble(live).ShouldBeFalse();
        await Eventually.BecomesTrueAsync("it is shown as silent", () => Task.FromResult(HasTrouble(_tree.Written(0))));
    }

    [Fact]
    public async Task Without_a_display_it_asks_nothing_says_nothing_and_writes_nothing()
    {
        _tree.Add(0, "vc4drmfb"); // somebody's monitor
        await using var house = await DisplayHouse.StartAsync(_database, _tree);
        var started = house.Time.GetTimestamp();
        await Eventually.BecomesTrueAsync("it has looked twice", () => Task.FromResult(house.Time.GetElapsedTime(started) > 2 * DisplayWorker.LookAgain));
        (await house.ConnectionsAsync()).ShouldBe(0);
        _tree.Written(0).ShouldBeEmpty();
        house.Log.ShouldBeEmpty();
        // It is found when it comes.
        _tree.Add(1);
        await ChangesAsync(house, [], "the picture of a display that came later", number: 1);
        _tree.Written(0).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_display_that_goes_is_said_once_and_drawn_again_when_it_is_back()
    {
        var sensor = await ChooseSensorAsync("goes and comes");
        _tree.Add(0);
        await using var house = await DisplayHouse.StartAsync(_database, _tree, null, ("Device", "/dev/fb0"));
        // The tree's devices are not below /dev: named so, it is not there.
        await Eventually.BecomesTrueAsync("it says that it is not there", () => Task.FromResult(house.Log.Count > 0));
        house.Log.ShouldHaveSingleItem().ShouldStartWith("No display, looking again every half a minute: /dev/fb0 is no framebuffer of this machine.");

        await using var other = await DisplayHouse.StartAsync(_database, _tree);
        await ChangesAsync(other, [], "the first picture");
        _tree.Unplug(0);
        await other.MeasureAsync(sensor, 500);
        await Eventually.BecomesTrueAsync("its going is noticed", () => Task.FromResult(other.Log.Any(line => line.Contains("is gone", StringComparison.Ordinal))));
        File.WriteAllBytes(_tree.Device(0), []);
        _tree.Add(0);
        await ChangesAsync(other, [], "the picture of the display that is back");
        other.Log.Count(line => line.Contains("is gone", StringComparison.Ordinal)).ShouldBe(1);
        await house.DisposeAsync();
        // However often it looked: once.
        house.Log.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_the_database_it_says_so_and_comes_back_by_itself()
    {
        var sensor = await ChooseSensorAsync("away");
        _tree.Add(0);
        await using var cable = new DatabaseCable(_database.Server);
        await using var house = await DisplayHouse.StartAsync(_database, _tree, cable.Port);
        await house.MeasureAsync(sensor, 231);
        await Eventually.BecomesTrueAsync("the power is shown", () => Task.FromResult(_tree.Written(0) is { Length: Length } shown && !HasTrouble(shown)));
        await cable.CutAsync();
        await Eventually.BecomesTrueAsync("the display says that the database is away", () => Task.FromResult(HasTrouble(_tree.Written(0))));
        house.Log.Count(line => line.StartsWith("The display shows that the database is away", StringComparison.Ordinal)).ShouldBe(1);
        cable.Mend();
        await house.MeasureAsync(sensor, 232);
        await Eventually.BecomesTrueAsync("the power is shown again", () => Task.FromResult(!HasTrouble(_tree.Written(0))));
    }

    [Fact]
    public async Task A_turned_display_gets_a_turned_picture()
    {
        var sensor = await ChooseSensorAsync("turned");
        _tree.Add(0, size: "128,160", stride: "256");
        await using var house = await DisplayHouse.StartAsync(_database, _tree, null, ("Rotation", "90"), ("Language", "fr"));
        await house.MeasureAsync(sensor, 100);
        await Eventually.BecomesTrueAsync("it is drawn", () => Task.FromResult(_tree.Written(0).Length == 256 * 160));
        // The time stands at the right of the first row when it hangs as it should: turned, at the bottom of the right edge.
        var ink = DisplayColours.Ink.ToRgb565();
        var shown = _tree.Written(0);
        bool IsInk(int x, int y) => BitConverter.ToUInt16(shown, y * 256 + x * 2) == ink;
        Enumerable.Range(117, 8).Any(x => Enumerable.Range(125, 32).Any(y => IsInk(x, y))).ShouldBeTrue();
        Enumerable.Range(0, 2).Any(x => Enumerable.Range(0, 160).Any(y => IsInk(x, y))).ShouldBeFalse();
    }
}
