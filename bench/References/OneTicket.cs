using Npgsql;

namespace CleanFte.Bench.References;

/// <summary>
/// R1: the rows of one ticket made by the form, in one round trip and one commit: two streams, three events, a customer with
/// one identifier, a ticket.
/// </summary>
internal static class OneTicket
{
    public const int Connections = 16;

    private static readonly RowSql<Row> Customers = new(
        "insert into customers (tenant_id, id, name, created_at, version)",
        "",
        [
            Col.Text<Row>(_ => Rows.Tenant), Col.Uuid<Row>(r => r.Customer), Col.Text<Row>(_ => "Ana Torres"),
            Col.Time<Row>(r => r.At), Col.Big<Row>(_ => 2),
        ]);

    private static readonly RowSql<Row> Identifiers = new(
        "insert into customer_identifiers (tenant_id, customer_id, kind, value, verification, linked, at)",
        "",
        [
            Col.Text<Row>(_ => Rows.Tenant), Col.Uuid<Row>(r => r.Customer), Col.Text<Row>(_ => "email"),
            Col.Text<Row>(_ => "ana.torres@example.org"), Col.Text<Row>(_ => "claimed"), Col.Flag<Row>(_ => true),
            Col.Time<Row>(r => r.At),
        ]);

    private static readonly RowSql<Row> Tickets = new(
        "insert into tickets (tenant_id, id, tracking_number, customer_id, channel, service_code, language, status, priority, "
        + "severity, subject, access_code_hash, created_at, updated_at, version)",
        "",
        [
            Col.Text<Row>(_ => Rows.Tenant), Col.Uuid<Row>(r => r.Ticket), Col.Text<Row>(_ => Rows.TrackingNumber()),
            Col.Uuid<Row>(r => r.Customer), Col.Text<Row>(_ => "web"), Col.Text<Row>(_ => "pothole"),
            Col.Text<Row>(_ => "en"), Col.Text<Row>(_ => "open"), Col.Text<Row>(_ => "normal"),
            Col.Text<Row>(_ => "moderate"), Col.Text<Row>(_ => "Pothole at the corner"),
            Col.Text<Row>(_ => "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
            Col.Time<Row>(r => r.At), Col.Time<Row>(r => r.At), Col.Big<Row>(_ => 1),
        ]);

    private static readonly RowSql<Row> Messages = new(
        "insert into messages (tenant_id, id, customer_id, ticket_id, channel, account, direction, author, text, media_count, at, version, "
        + "position)",
        "",
        [
            Col.Text<Row>(_ => Rows.Tenant), Col.Uuid<Row>(r => r.Ticket), Col.Uuid<Row>(r => r.Customer), Col.Uuid<Row>(r => r.Ticket),
            Col.Text<Row>(_ => "web"), Col.Text<Row>(_ => "@web"), Col.Text<Row>(_ => "in"), Col.Text<Row>(_ => "citizen"),
            Col.Text<Row>(_ => "Pothole at the corner\nThere is a deep pothole at the corner."), Col.Int<Row>(_ => 0),
            Col.Time<Row>(r => r.At), Col.Big<Row>(_ => 1), Col.Int<Row>(_ => 0),
        ]);

    public static async Task<int> Write(NpgsqlConnection connection, int worker)
    {
        var now = DateTime.UtcNow;
        var row = new Row(Guid.CreateVersion7(), Guid.CreateVersion7(), now);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Rows.Streams.Values(
                    new StreamRow(row.Customer, "customer", 2, now), new StreamRow(row.Ticket, "ticket", 1, now)),
                Rows.Events.Values(
                    new EventRow(row.Customer, 1, "customer_registered", Samples.CustomerRegistered, now),
                    new EventRow(row.Customer, 2, "identifier_linked", Samples.IdentifierLinked, now),
                    new EventRow(row.Ticket, 1, "ticket_created", Samples.TicketCreated, now)),
                Customers.Values(row),
                Identifiers.Values(row),
                Tickets.Values(row),
                Messages.Values(row),
            },
        };
        await batch.ExecuteNonQueryAsync();
        return 1;
    }

    private readonly record struct Row(Guid Customer, Guid Ticket, DateTime At);
}
