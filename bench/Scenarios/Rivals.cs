using CleanFte.Application;
using CleanFte.Application.Ports;
using CleanFte.Application.Tickets;
using CleanFte.Bench.Generators;
using CleanFte.Domain.Tickets;
using CleanFte.Infrastructure;
using CleanFte.Infrastructure.Media;
using CleanFte.Infrastructure.Messaging;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Bench.Scenarios;

/// <summary>
/// A second writer on the product's database, through the same commands: it adds notes to tickets that are just being written
/// to, so that what the product remembers of them is out of date.
/// </summary>
internal sealed class Rivals : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private readonly Guid[] _tickets;

    private readonly List<Task> _running = [];

    private long _taken;

    private long _lost;

    private Rivals(ServiceProvider services, Guid[] tickets) => (_services, _tickets) = (services, tickets);

    public long Taken => Interlocked.Read(ref _taken);

    public long Lost => Interlocked.Read(ref _lost);

    public static async Task<Rivals> Start(Product product, int senders, CancellationToken ct)
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddApplication();
        collection.AddInfrastructure(new InfrastructureOptions(product.Database, product.PublicUrl, [], new MessagingOptions()))
            .AddMedia(new MediaOptions());
        var services = collection.BuildServiceProvider();
        await services.PrepareDatabase(ct);

        var tickets = new Guid[senders];
        await using var command = product.Store.Source.CreateCommand(
            "select reply_address, ticket_id from conversations where ticket_id is not null");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            tickets[Webhooks.NumberOf(reader.GetString(0))] = reader.GetGuid(1);
        }

        return new Rivals(services, tickets);
    }

    public void AddNote(int sender)
    {
        lock (_running)
        {
            _running.Add(Task.Run(() => Add(_tickets[sender])));
        }
    }

    public async Task Finish()
    {
        await Task.WhenAll(_running);
        _running.Clear();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task Add(Guid ticket)
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Tenant = "default";
        try
        {
            var outcome = await scope.ServiceProvider.GetRequiredService<ISender>().Send(
                new AddNote(TicketId.Of(ticket), NoteAuthor.Staff, "Seen on the spot; the crew is told."));
            Interlocked.Add(ref outcome.Refusal is null ? ref _taken : ref _lost, 1);
        }
        catch (LostRaceException)
        {
            Interlocked.Increment(ref _lost);
        }
    }
}
