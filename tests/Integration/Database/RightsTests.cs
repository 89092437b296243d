using Npgsql;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Database;

/// <summary>
/// What each process's login may do, all of it: rights.txt lists it, and whoever grants or forgets a right finds it here. Only the
/// owner, whom no process is, may do what is not in the list.
/// </summary>
public sealed class RightsTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>
{
    private const string Rights = """
        with lines as (
          select a.grantee, r.relname::text as name, a.privilege_type as privilege, null::text as columns
          from pg_class r cross join lateral aclexplode(r.relacl) a
          where r.relnamespace = 'public'::regnamespace and a.grantee <> r.relowner
          union all
          select a.grantee, r.relname::text, a.privilege_type, string_agg(t.attname, ' ' order by t.attname)
          from pg_class r join pg_attribute t on t.attrelid = r.oid and not t.attisdropped cross join lateral aclexplode(t.attacl) a
          where r.relnamespace = 'public'::regnamespace
          group by 1, 2, 3
          union all
          select a.grantee, p.oid::regprocedure::text, a.privilege_type, null
          from pg_proc p cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
          where p.pronamespace = 'public'::regnamespace and a.grantee <> p.proowner
          union all
          select a.grantee, 'schema ' || n.nspname, a.privilege_type, null
          from pg_namespace n cross join lateral aclexplode(n.nspacl) a where n.nspname = 'public' and a.grantee <> n.nspowner)
        select case grantee when 0 then 'everybody' else grantee::regrole::text end || ' | ' || name || ' | '
               || string_agg(lower(privilege) || coalesce(' (' || columns || ')', ''), ', ' order by privilege, columns)
        from lines group by grantee, name
        """;

    private readonly TestDatabase _database = fixture.Database;

    [Fact]
    public async Task Each_process_has_the_rights_of_the_list_and_no_other()
    {
        var expected = (await File.ReadAllLinesAsync(Repository.File("tests/Integration/Database/rights.txt"))).Where(line => line.Length > 0 && line[0] != '#').ToHashSet();
        var granted = (await _database.Owner.QueryAsync(Rights, row => row.GetString(0))).ToHashSet();
        granted.Except(expected).Order(StringComparer.Ordinal).ShouldBeEmpty("granted, and not in rights.txt");
        expected.Except(granted).Order(StringComparer.Ordinal).ShouldBeEmpty("in rights.txt, and not granted");
    }

    [Fact]
    public async Task No_login_is_more_than_a_login_or_belongs_to_another() =>
        (await _database.Owner.QueryAsync(
            """
            select rolname::text from pg_roles r
            where rolname like 'powermeter%' and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls
              or exists (select from pg_auth_members where member = r.oid))
            """,
            row => row.GetString(0))).ShouldBeEmpty();

    /// <summary>A function with its owner's rights that took names from the caller's search path would run what the caller put there.</summary>
    [Fact]
    public async Task What_runs_with_the_owners_rights_has_a_search_path_of_its_own() =>
        (await _database.Owner.QueryAsync(
            "select oid::regprocedure::text from pg_proc where pronamespace = 'public'::regnamespace and prosecdef and not coalesce(proconfig::text like '%search_path=public, pg_temp%', false)",
            row => row.GetString(0))).ShouldBeEmpty();

    [Theory]
    [InlineData("copy settings from program 'id'")]
    [InlineData("copy settings to '/tmp/settings'")]
    [InlineData("select pg_read_file('/etc/passwd')")]
    [InlineData("select pg_ls_dir('.')")]
    [InlineData("select lo_import('/etc/passwd')")]
    [InlineData("select rolpassword from pg_authid")]
    [InlineData("select passwd from pg_shadow")]
    [InlineData("alter role powermeter_owner password 'x'")]
    [InlineData("alter role powermeter_web superuser")]
    [InlineData("set role powermeter_owner")]
    [InlineData("create role other")]
    [InlineData("create database other")]
    [InlineData("create schema other")]
    [InlineData("create table public.other (x integer)")]
    [InlineData("create function public.other() returns integer language sql as 'select 1'")]
    [InlineData("create extension dblink")]
    [InlineData("update database_epoch set epoch = gen_random_uuid()")]
    [InlineData("update raw_horizon set horizon = '2026-01-01Z'")]
    [InlineData("delete from measures_dropped")]
    [InlineData("delete from schema_version")]
    [InlineData("truncate measures")]
    [InlineData("alter table measures disable trigger user")]
    [InlineData("alter system set log_statement = 'all'")]
    [InlineData("set session_replication_role = replica")]
    public async Task No_process_may_do_what_is_the_owners_or_the_servers(string sql)
    {
        foreach (var process in new[] { _database.Receiver, _database.Processor, _database.Web })
            (await Should.ThrowAsync<PostgresException>(() => process.ExecuteAsync(sql), sql)).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }
}
