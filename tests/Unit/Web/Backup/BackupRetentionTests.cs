using NodaTime;
using PowerMeter.Web.Backup.Nightly;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Backup;

public sealed class BackupRetentionTests
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    private static (string Name, Instant Made) Of(LocalDate date) => (date.ToString("R", null), (date + new LocalTime(3, 30)).InZoneLeniently(Paris).ToInstant());

    [Fact]
    public void Night_after_night_there_are_seven_and_one_of_each_of_four_weeks_before()
    {
        var kept = new List<(string Name, Instant Made)>();
        var date = new LocalDate(2026, 1, 1);
        for (var night = 0; night < 90; night++, date = date.PlusDays(1))
        {
            kept.Add(Of(date));
            var gone = BackupRetention.Superfluous(kept, 7, 4, Paris);
            kept.RemoveAll(backup => gone.Contains(backup.Name));
            kept.Count.ShouldBeLessThanOrEqualTo(11);
        }

        kept.Count.ShouldBe(11);
        var names = kept.OrderByDescending(backup => backup.Made).Select(backup => backup.Name).ToList();
        names.Take(7).ShouldBe(Enumerable.Range(1, 7).Select(days => Of(date.PlusDays(-days)).Name));
        var weekly = kept.OrderByDescending(backup => backup.Made).Skip(7).ToList();
        for (var i = 1; i < 4; i++) (weekly[i - 1].Made - weekly[i].Made).TotalDays.ShouldBeInRange(1, 8);
        (weekly[0].Made - weekly[3].Made).TotalDays.ShouldBeGreaterThan(14);
    }

    [Fact]
    public void The_only_one_stays_and_none_is_asked_for_less()
    {
        var only = new[] { Of(new LocalDate(2020, 1, 1)) };
        BackupRetention.Superfluous(only, 1, 0, Paris).ShouldBeEmpty();
        BackupRetention.Superfluous([], 1, 0, Paris).ShouldBeEmpty();
        BackupRetention.Superfluous([only[0], Of(new LocalDate(2020, 1, 2))], 1, 0, Paris).ShouldBe([only[0].Name]);
        Should.Throw<ArgumentOutOfRangeException>(() => BackupRetention.Superfluous(only, 0, 0, Paris));
    }
}
