using Microsoft.EntityFrameworkCore;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Database;

public sealed class SchemaTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>
{
    private readonly TestDatabase _database = fixture.Database;

    [Fact]
    public async Task The_model_and_the_schema_agree()
    {
        await using var context = TestDatabase.Contexts(_database.Owner).CreateDbContext();
        foreach (var entity in context.Model.GetEntityTypes())
        {
            var table = entity.GetTableName()!;
            var columns = await _database.Owner.QueryAsync(
                "select column_name, is_nullable = 'YES' from information_schema.columns where table_schema = 'public' and table_name = $1",
                row => (row.GetString(0), row.GetBoolean(1)), table);
            var modelled = entity.GetProperties().Select(property => (property.GetColumnName(), property.IsNullable));
            modelled.OrderBy(column => column.Item1).ShouldBe(columns.OrderBy(column => column.Item1), $"columns of {table} and whether they may be null");
        }

        // The types agree when each table can be read.
        (await context.Settings.CountAsync(setting => setting.Value != "")).ShouldBe(3);
        await context.Users.ToListAsync();
        await context.Sensors.Include(sensor => sensor.MeasureType).ToListAsync();
        await context.Contracts.Include(contract => contract.Provider).ToListAsync();
        await context.Providers.ToListAsync();
        await context.SensorStatus.ToListAsync();
    }

    [Fact]
    public async Task Migrating_again_changes_nothing() =>
        (await Migrator.MigrateAsync(_database.Owner, CancellationToken.None)).ShouldBeEmpty();

    [Theory]
    [InlineData("powermeter_receiver", "select * from users")]
    [InlineData("powermeter_receiver", "select * from measures")]
    [InlineData("powermeter_receiver", "delete from measures")]
    [InlineData("powermeter_receiver", "insert into sensors (name, measure_type_id, driver, period_s) values ('x', 1, 'x', 1)")]
    [InlineData("powermeter_receiver", "delete from pending_energy")]
    [InlineData("powermeter_processor", "select * from users")]
    [InlineData("powermeter_processor", "delete from measures")]
    [InlineData("powermeter_processor", "update measures set watts = 0")]
    [InlineData("powermeter_web", "create table x (y integer)")]
    [InlineData("powermeter_web", "drop table measures")]
    [InlineData("powermeter_web", "update energy_hours set day_wh = 0")]
    [InlineData("powermeter_web", "update measures set sensor_id = 2")]
    [InlineData("powermeter_web", "alter table users add x integer")]
    [InlineData("powermeter_web", "insert into api_tokens (name, user_id, scope, token_hash, revoked_at) values ('x', 1, 'admin', '', null)")]
    [InlineData("powermeter_web", "update api_tokens set scope = 'admin'")]
    [InlineData("powermeter_web", "update sessions set user_id = 1")]
    [InlineData("powermeter_processor", "select * from sessions")]
    [InlineData("powermeter_receiver", "select revoke_token(1)")]
    [InlineData("powermeter_web", "update api_tokens set revoked_at = null")]
    [InlineData("powermeter_web", "update sensor_status set switched_on = true")]
    [InlineData("powermeter_web", "update sensor_commands set done_at = now()")]
    [InlineData("powermeter_receiver", "select * from api_tokens")]
    [InlineData("powermeter_receiver", "select apply_tariff_change(1, 1)")]
    [InlineData("powermeter_processor", "update contracts set vat_percent = 20")]
    [InlineData("powermeter_processor", "insert into tariff_changes (contracts, time_zone, requested_by) values ('[]', 'UTC', 'x')")]
    [InlineData("powermeter_processor", "update tariff_changes set contracts = '[]'")]
    [InlineData("powermeter_web", "update tariff_changes set finished_at = now()")]
    [InlineData("powermeter_web", "update tariff_version set version = 1")]
    [InlineData("powermeter_receiver", "select draft from first_run")]
    [InlineData("powermeter_processor", "select draft from first_run")]
    [InlineData("powermeter_receiver", "select * from sessions")]
    [InlineData("powermeter_receiver", "insert into sensor_requests (kind, limit_s, expires_at) values ('probe', 1, now())")]
    [InlineData("powermeter_receiver", "update sensor_requests set settings = '{}'")]
    [InlineData("powermeter_receiver", "delete from sensor_requests")]
    [InlineData("powermeter_processor", "select 1 from sensor_requests")]
    [InlineData("powermeter_web", "update sensor_requests set result = '{}'")]
    [InlineData("powermeter_web", "delete from sensor_requests")]
    [InlineData("powermeter_web", "insert into sensor_requests (kind, limit_s, expires_at, result) values ('probe', 1, now(), '{}')")]
    [InlineData("powermeter_receiver", "select 1 from corrections")]
    [InlineData("powermeter_processor", "select 1 from corrections")]
    [InlineData("powermeter_receiver", "select 1 from corrected_measures")]
    [InlineData("powermeter_processor", "select 1 from corrected_measures")]
    [InlineData("powermeter_web", "update corrections set requested_by = 'x'")]
    [InlineData("powermeter_web", "update corrected_measures set watts = 0")]
    [InlineData("powermeter_web", "delete from corrected_measures")]
    [InlineData("powermeter_web", "update sessions set key_hash = ''")]
    [InlineData("powermeter_receiver", "update sensors set settings = '{}'")]
    [InlineData("powermeter_receiver", "select token from w3bstream_settings")]
    [InlineData("powermeter_receiver", "select 1 from w3bstream_outbox")]
    [InlineData("powermeter_receiver", "select 1 from w3bstream_spans")]
    [InlineData("powermeter_receiver", "select 1 from w3bstream_status")]
    [InlineData("powermeter_receiver", "select 1 from reward_quarters")]
    [InlineData("powermeter_processor", "update w3bstream_settings set publish_url = ''")]
    [InlineData("powermeter_processor", "update w3bstream_outbox set body = ''")]
    [InlineData("powermeter_processor", "delete from w3bstream_status")]
    [InlineData("powermeter_processor", "delete from reward_quarters")]
    [InlineData("powermeter_processor", "truncate w3bstream_spans")]
    [InlineData("powermeter_web", "insert into w3bstream_settings default values")]
    [InlineData("powermeter_web", "update w3bstream_settings set only_row = true")]
    [InlineData("powermeter_web", "update w3bstream_outbox set body = ''")]
    [InlineData("powermeter_web", "delete from w3bstream_outbox")]
    [InlineData("powermeter_web", "delete from w3bstream_spans")]
    [InlineData("powermeter_receiver", "select 1 from backup_runs")]
    [InlineData("powermeter_processor", "select 1 from backup_runs")]
    [InlineData("powermeter_web", "update backup_runs set error = null")]
    [InlineData("powermeter_web", "update w3bstream_status set sent = 0")]
    [InlineData("powermeter_web", "update reward_quarters set tokens = 0")]
    [InlineData("powermeter_receiver", "insert into data_protection_keys (name, xml) values ('x', 'x')")]
    [InlineData("powermeter_processor", "update data_protection_keys set xml = ''")]
    [InlineData("powermeter_web", "update data_protection_keys set xml = ''")]
    [InlineData("powermeter_web", "delete from data_protection_keys")]
    [InlineData("powermeter_web", "delete from receivers")]
    [InlineData("powermeter_processor", "update receivers set host = ''")]
    public async Task A_process_may_not_do_what_its_work_does_not_need(string role, string sql)
    {
        await using var source = _database.Server.Connect(role, _database.Name);
        (await Should.ThrowAsync<PostgresException>(() => source.ExecuteAsync(sql))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Theory]
    [InlineData("update settings set value = 'Mars/Olympus' where key = 'time_zone'")]
    [InlineData("insert into sensors (name, measure_type_id, driver, period_s, settings) values ('x', 1, 'acs712', 1, '[]')")]
    [InlineData("insert into contracts (provider_id, valid_from, day_price_per_kwh, night_price_per_kwh) values (1, '12000-01-01', 1, 1)")]
    [InlineData("insert into contracts (provider_id, valid_from, day_price_per_kwh, night_price_per_kwh, off_peak) values (1, '2026-01-01', 1, 1, 'nonsense')")]
    [InlineData("insert into contracts (provider_id, valid_from, day_price_per_kwh, night_price_per_kwh, off_peak) values (1, '2026-01-01', 1, 1, '24:00-06:00')")]
    [InlineData("insert into contracts (provider_id, valid_from, day_price_per_kwh, night_price_per_kwh, vat_percent) values (1, '2026-01-01', 1, 1, 100.01)")]
    [InlineData("insert into measures (sensor_id, time, watts, night_rate) values (1, now(), 1e33, false)")]
    [InlineData("insert into providers (name, measure_type_id, day_price_per_kwh) values ('half an offer', 1, 0.2)")]
    [InlineData("insert into providers (name, measure_type_id, offered_on) values ('a date of nothing', 1, '2026-08-01')")]
    [InlineData("insert into providers (name, measure_type_id, day_price_per_kwh, night_price_per_kwh, standing_charge_per_month, off_peak, prices_include_vat, vat_percent) values ('x', 1, 1, 1, 1, 'nonsense', true, 20)")]
    public async Task Nonsense_is_refused(string sql)
    {
        await _database.Web.ScalarAsync<int>("select ensure_measure_partitions(now(), now())");
        (await Should.ThrowAsync<PostgresException>(() => _database.Web.ExecuteAsync(sql))).SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
    }

    [Theory]
    [InlineData("")]
    [InlineData("22:30-06:30")]
    [InlineData("01:00-03:00; 13:00-14:30")]
    [InlineData("mon-fri 22:00-06:00; sat,sun 00:00-24:00")]
    [InlineData(" Mon, wed-fri 22:00-06:00 ;")]
    [InlineData("mon - fri 22:00-06:00;; 01:00-03:00")]
    public async Task Off_peak_hours_that_the_program_understands_can_be_stored(string offPeak)
    {
        var schedule = PowerMeter.Shared.Tariffs.OffPeakSchedule.Parse(offPeak);
        await using var other = await PostgresServer.Shared.CreateDatabaseAsync();
        await other.AddContractAsync(new DateOnly(2026, 1, 1), 1, 1, schedule.Text);
    }

    [Theory]
    [InlineData("display_language", "de")]
    [InlineData("display_rotation", "45")]
    [InlineData("display_sensors", "")]
    [InlineData("display_sensors", "1,,2")]
    public async Task What_the_display_could_not_follow_is_refused(string key, string value) =>
        (await Should.ThrowAsync<PostgresException>(() => _database.Web.ExecuteAsync("insert into settings (key, value) values ($1, $2)", key, value)))
            .SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);

    [Fact]
    public async Task Samples_of_no_sensor_are_refused()
    {
        await _database.Web.ScalarAsync<int>("select ensure_measure_partitions(now(), now())");
        (await Should.ThrowAsync<PostgresException>(() => _database.Web.ExecuteAsync(
            "insert into measures (sensor_id, time, watts, night_rate) values (4711, now(), 1, false)"))).SqlState.ShouldBe(PostgresErrorCodes.ForeignKeyViolation);
    }

    [Fact]
    public async Task Partitions_are_made_once_and_only_for_this_century()
    {
        const string Make = "select ensure_measure_partitions($1, $2)";
        var (from, until) = (new DateTime(2031, 1, 31, 23, 59, 59, DateTimeKind.Utc), new DateTime(2031, 3, 1, 0, 0, 0, DateTimeKind.Utc));
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _database.Receiver.ScalarAsync<int>(Make, from, until)));
        made.Sum().ShouldBe(3);
        var error = await Should.ThrowAsync<PostgresException>(() => _database.Receiver.ScalarAsync<int>(Make, from.AddYears(-60), until));
        error.MessageText.ShouldContain("2000 to 2099");
    }

    [Fact]
    public async Task A_schema_newer_than_the_program_is_refused()
    {
        await using var other = await PostgresServer.Shared.CreateDatabaseAsync();
        await other.Owner.ExecuteAsync("insert into schema_version (version, name, sha256) values (9999, '9999_future', '')");
        (await Should.ThrowAsync<Exception>(() => Migrator.CheckVersionAsync(other.Web, CancellationToken.None))).Message.ShouldContain("9999");
        (await Should.ThrowAsync<Exception>(() => Migrator.MigrateAsync(other.Owner, CancellationToken.None))).Message.ShouldContain("9999");
    }
}
