using System.Text.Json;
using CleanFte.Application.Tenants;
using CleanFte.Integration.Api;
using CleanFte.Integration.Faults;

namespace CleanFte.Integration.Team;

/// <summary>A colleague answers past us, from the provider's own app.</summary>
public sealed class OwnMessageTests : RunningHost
{
    private const string Citizen = "+34600777001";

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Sandbox:Enabled"] = "true",
        ["Channels:2:Account"] = "sandbox",
        ["Channels:2:Tenant"] = "default",
        ["Channels:2:Provider"] = "sandbox",
        ["Channels:2:Address"] = "whatsapp:+15550100000",
        ["Channels:2:AccountSid"] = "AC00000000000000000000000000000000",
        ["Channels:2:AuthToken"] = "the sandbox token of the tests",
    };

    [Fact]
    public async Task That_is_a_takeover_and_stands_in_the_history()
    {
        await Write("There is a huge pothole in Main Street");
        await Wait.Until(async () => (await Said()).Count == 2, "the agent answers");

        await Write("I am on my way, Ana", byColleague: true);
        await Wait.Until(async () => (await Said()).Count == 3, "it is in the history");
        await Write("Thank you, and when?");
        await Wait.Until(
            async () => await Scalar<long>("select count(*) from inbox where state = 0") == 0, "all is taken in");

        (await Said()).ShouldBe(["in citizen", "out agent", "out human", "in citizen"], "the agent is silent");
        (await Lines("select reason || ' ' || state from human_tasks")).ShouldBe(["answered_elsewhere waiting"]);
        (await Lines("select status from deliveries d join messages m on m.id = d.part_id where m.author = 'human'"))
            .ShouldBe(["sent"]);
    }

    [Fact]
    public async Task To_somebody_unknown_it_is_ignored_with_the_reason()
    {
        await Write("Hello", byColleague: true, to: "+34600777002");

        await Wait.Until(
            async () => (await Lines("select reason from inbox where state = 2")).Contains("no_conversation"), "it is ignored");
    }

    private async Task Write(string text, bool byColleague = false, string to = Citizen) =>
        (await Post("/api/v1/sandbox/messages", new { from = to, text, byColleague }, await Key(ApiRole.Admin))).Status.ShouldBe(202);

    private async Task<List<string>> Said() =>
    [
        .. (await Get($"/api/v1/sandbox/messages?from={Uri.EscapeDataString(Citizen)}", await Key(ApiRole.Admin))).Json.EnumerateArray()
            .Select(m => $"{m.GetProperty("direction").GetString()} {m.GetProperty("author").GetString()}"),
    ];
}
