namespace CleanFte.Integration.EventStore;

/// <summary>
/// The event store's layout is Marten 9's, so that a deployment can open the same database with Marten. Read off a database
/// that Marten made; the one difference is the default of <c>timestamp</c>, which Marten freezes at creation.
/// </summary>
public sealed class SchemaTests(FreshDatabase database) : IClassFixture<FreshDatabase>
{
    private static readonly string[] Streams =
    [
        "tenant_id|character varying|NO|'*DEFAULT*'::character varying",
        "id|uuid|NO|",
        "type|character varying|YES|",
        "version|bigint|YES|",
        "timestamp|timestamp with time zone|NO|now()",
        "created|timestamp with time zone|NO|now()",
        "is_archived|boolean|NO|false",
    ];

    private static readonly string[] Events =
    [
        "seq_id|bigint|NO|",
        "id|uuid|NO|",
        "stream_id|uuid|YES|",
        "version|bigint|NO|",
        "data|jsonb|NO|",
        "bdata|bytea|YES|",
        "type|character varying(500)|NO|",
        "timestamp|timestamp with time zone|NO|now()",
        "tenant_id|character varying|YES|'*DEFAULT*'::character varying",
        "mt_dotnet_type|character varying|YES|",
        "correlation_id|character varying|YES|",
        "causation_id|character varying|YES|",
        "headers|jsonb|YES|",
        "user_name|character varying|YES|",
        "is_archived|boolean|NO|false",
    ];

    private static readonly string[] Progression =
    [
        "name|character varying|NO|",
        "last_seq_id|bigint|YES|",
        "last_updated|timestamp with time zone|YES|transaction_timestamp()",
    ];

    [Theory]
    [InlineData("mt_streams")]
    [InlineData("mt_streams_default")]
    [InlineData("mt_streams_archived")]
    public async Task Streams_have_Martens_columns(string table) => (await Columns(table)).ShouldBe(Streams);

    [Theory]
    [InlineData("mt_events")]
    [InlineData("mt_events_default")]
    [InlineData("mt_events_archived")]
    public async Task Events_have_Martens_columns(string table) => (await Columns(table)).ShouldBe(Events);

    [Fact]
    public async Task The_progression_has_Martens_columns() =>
        (await Columns("mt_event_progression")).ShouldBe(Progression);

    [Fact]
    public async Task Constraints_are_Martens() =>
        (await database.Lines(
            """
            select conname, pg_get_constraintdef(oid) from pg_constraint
            where conrelid in ('mt_streams'::regclass, 'mt_events'::regclass, 'mt_event_progression'::regclass)
                and contype in ('p', 'u', 'f', 'c') and conparentid = 0 order by conname
            """)).ShouldBe(
        [
            "fkey_mt_events_stream_id_tenant_id_is_archived|FOREIGN KEY (tenant_id, stream_id, is_archived) "
                + "REFERENCES mt_streams(tenant_id, id, is_archived)",
            "pk_mt_event_progression|PRIMARY KEY (name)",
            "pkey_mt_events_seq_id_is_archived|PRIMARY KEY (seq_id, is_archived)",
            "pkey_mt_streams_tenant_id_id_is_archived|PRIMARY KEY (tenant_id, id, is_archived)",
        ]);

    [Fact]
    public async Task Indexes_are_Martens() =>
        (await database.Lines(
            """
            select indexname, indexdef from pg_indexes
            where tablename in ('mt_streams', 'mt_events', 'mt_event_progression') order by indexname
            """)).ShouldBe(
        [
            "pk_mt_event_progression|CREATE UNIQUE INDEX pk_mt_event_progression ON public.mt_event_progression USING btree (name)",
            "pk_mt_events_stream_and_version|CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON ONLY public.mt_events "
                + "USING btree (tenant_id, stream_id, version, is_archived)",
            "pkey_mt_events_seq_id_is_archived|CREATE UNIQUE INDEX pkey_mt_events_seq_id_is_archived ON ONLY public.mt_events "
                + "USING btree (seq_id, is_archived)",
            "pkey_mt_streams_tenant_id_id_is_archived|CREATE UNIQUE INDEX pkey_mt_streams_tenant_id_id_is_archived ON ONLY "
                + "public.mt_streams USING btree (tenant_id, id, is_archived)",
        ]);

    [Fact]
    public async Task Partitions_are_Martens() =>
        (await database.Lines(
            """
            select c.relname, pg_get_expr(c.relpartbound, c.oid), pg_get_partkeydef(i.inhparent)
            from pg_class c join pg_inherits i on i.inhrelid = c.oid
            where c.relname like 'mt\_%' and c.relkind = 'r' order by c.relname
            """)).ShouldBe(
        [
            "mt_events_archived|FOR VALUES IN (true)|LIST (is_archived)",
            "mt_events_default|DEFAULT|LIST (is_archived)",
            "mt_streams_archived|FOR VALUES IN (true)|LIST (is_archived)",
            "mt_streams_default|DEFAULT|LIST (is_archived)",
        ]);

    /// <summary>The cache must stay 1: the log's reader counts on numbers being handed out in the order of the calls.</summary>
    [Fact]
    public async Task The_sequence_belongs_to_the_events_and_caches_nothing() =>
        (await database.Lines(
            """
            select pg_get_serial_sequence('mt_events', 'seq_id'), seqstart, seqincrement, seqcache, seqcycle from pg_sequence
            where seqrelid = 'mt_events_sequence'::regclass
            """)).ShouldBe(["public.mt_events_sequence|1|1|1|False"]);

    private Task<List<string>> Columns(string table) => database.Lines(
        $"""
        select a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'NO' else 'YES' end,
            pg_get_expr(d.adbin, d.adrelid)
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = '{table}'::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum
        """);
}
