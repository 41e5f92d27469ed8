using CleanFte.Integration.Api;

namespace CleanFte.Integration.Team;

/// <summary>A service whose team is that of these tests.</summary>
public sealed class PeopleHost : RunningHost
{
    /// <summary>The conversation with somebody.</summary>
    internal async Task<Guid> TalkWith(Citizen citizen) => Guid.Parse((await Lines($"""
        select c.id from conversations c join customer_identifiers i on i.customer_id = c.customer_id
        where i.value = '{citizen.Phone}' order by c.opened_at desc limit 1
        """)).Single());

    /// <summary>Whose a conversation's task is: a member's id, or its state where it is nobody's.</summary>
    internal async Task<string> WhoHas(Guid conversation) => (await Lines($"""
        select coalesce(member_id::text, state) from human_tasks where conversation_id = '{conversation}'
        order by opened_at desc limit 1
        """)).SingleOrDefault() ?? "";

}

[CollectionDefinition(nameof(PeopleHost))]
public sealed class PeopleHostTests : ICollectionFixture<PeopleHost>;
