namespace PowerMeter.Web.Backup.Format;

/// <summary>What PostgreSQL's catalogue says of our tables.</summary>
internal static class SchemaColumns
{
    /// <summary>A row a column that can be written: table, column. Partitions are not listed, nor what PostgreSQL computes.</summary>
    public const string Sql = """
        select c.relname::text, a.attname::text
        from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        order by c.relname, a.attnum
        """;
}
