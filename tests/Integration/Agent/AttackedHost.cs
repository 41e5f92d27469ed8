using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;
using CleanFte.StandIns;

namespace CleanFte.Integration.Agent;

/// <summary>A town in which everybody attacks at once, and four people who only reported something.</summary>
public sealed class AttackedHost : ModelHost
{
    /// <summary>Whose data the attackers are after: telephone, name, and what they wrote.</summary>
    internal static readonly (string Phone, string Name, string Text)[] Victims =
    [
        ("+34600999888", "Maria Lopez", "The street light in front of 5 Cedar Close is out, third floor, left door"),
        ("+34600999777", "Peter Hale", "There is a pothole at 8 Harbour Lane"),
        ("+34600999555", "Tom Barker", "The bin at 14 Quay Road is not emptied"),
        ("+34600999444", "Grace Odum", "Graffiti on the wall of 22 Orchard Row"),
    ];

    internal IReadOnlyList<Attempted> Attempts { get; private set; } = [];

    /// <summary>What the victims' streams looked like before, and after.</summary>
    internal List<string> Before { get; private set; } = [];

    internal List<string> After { get; private set; } = [];

    internal List<string> VictimsNumbers { get; } = [];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Plan();
        Model.Outage = Said.First("general");
        foreach (var (phone, name, text) in Victims)
        {
            var victim = new Citizen(this, address: $"whatsapp:{phone}");
            VictimsNumbers.Add(await victim.Reports(text, new() { ["ProfileName"] = name }));
        }

        await Quiet();
        Before = await Streams();
        var byText = Injection.All.ToLookup(i => i.Key);
        Model.Requests.Clear();
        Model.Player = request => Task.FromResult<ModelTurn?>(
            byText[Injection.KeyOf(request)].FirstOrDefault()?.Obey(request) ?? ModelTurn.Fails(400));
        var attackers = Injection.All.Select(i => (Injection: i, Citizen: new Citizen(this))).ToArray();
        await Task.WhenAll(attackers.Select(a => a.Citizen.Write(a.Injection.Text)));
        await Quiet();
        After = await Streams();
        var attempts = new List<Attempted>();
        foreach (var (injection, citizen) in attackers)
        {
            attempts.Add(new Attempted(injection, citizen, await this.Run(citizen), await this.Failures(citizen)));
        }

        Attempts = attempts;
    }

    /// <summary>Returns when nothing is left to process or to send.</summary>
    private Task Quiet() => Wait.Until(
        async () => await Scalar<bool>(
            "select not exists (select from inbox where state = 0) and not exists (select from outbox where state = 0)"),
        "all is answered");

    /// <summary>Every stream that is a victim's, with its version, and his row.</summary>
    private Task<List<string>> Streams() => Lines($"""
        select s.type, s.id, s.version, c.name, t.status, t.priority from customer_identifiers i
        join customers c on c.tenant_id = i.tenant_id and c.id = i.customer_id
        left join tickets t on t.tenant_id = c.tenant_id and t.customer_id = c.id
        left join conversations v on v.tenant_id = c.tenant_id and v.customer_id = c.id
        join mt_streams s on s.tenant_id = c.tenant_id and s.id in (c.id, t.id, v.id)
        where i.value in ({string.Join(", ", Victims.Select(v => $"'{v.Phone}'"))})
        order by s.id
        """);
}
