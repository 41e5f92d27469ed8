using System.Security.Cryptography;
using CleanFte.Infrastructure;

namespace CleanFte.Integration.EventStore;

/// <summary>
/// A script that has run on somebody's database never runs there again: whatever is changed in it afterwards is missing
/// there. A change is a script of its own; a new script is a new line here.
/// </summary>
public sealed class SchemaScriptTests
{
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["0001_event_store.sql"] = "1e8ff8b50f06408e",
        ["0002_messaging.sql"] = "86d547f18693f8b1",
        ["0003_tenants_and_keys.sql"] = "f7a7d187b9aaf210",
        ["0004_read_models.sql"] = "3e9769de084ccfe3",
        ["0005_lists.sql"] = "cd7375d180855534",
        ["0006_rest_messages.sql"] = "5fe040a8d5f28271",
        ["0007_inbox_elements.sql"] = "22722934be822a70",
        ["0008_knowledge.sql"] = "e5a409b27f0ddbf0",
        ["0009_correlation.sql"] = "29ef45381170989d",
        ["0010_tenant_profiles.sql"] = "19f4ccae865b424a",
        ["0011_sessions_and_services.sql"] = "d08234f95afeedf0",
        ["0012_passage_embeddings.sql"] = "19b0c48345370ce5",
        ["0013_orchestrate.sql"] = "5cc518e0d2e8712a",
        ["0014_agent_metrics.sql"] = "c8e473b72b7eaadf",
        ["0015_fewer_indexes.sql"] = "404a650258a30b9f",
        ["0016_team.sql"] = "e7ee06991c8ee329",
        ["0017_learning.sql"] = "95fe7cd48bd26d37",
        ["0018_channels.sql"] = "bcf9b3d872434983",
        ["0019_sent_files.sql"] = "b9c2c67db1548f34",
        ["0020_open311.sql"] = "d8551aa9529ab36a",
        ["0021_persons.sql"] = "d14f1ea02e1bee03",
        ["0022_events_for_integrators.sql"] = "a939090e40dc938e",
        ["0023_delivery_accounts.sql"] = "a78dd07aed3c5a28",
        ["0024_erasure.sql"] = "00e065afaf23ba51",
        ["0025_folded_addresses.sql"] = "1e8062eaec08f64f",
        ["0026_archive.sql"] = "4c6609e43168d596",
        ["0027_integrators_in_turn.sql"] = "7dca39e67faff66c",
        ["0028_erased_conversations.sql"] = "e8da2188b44e1d73",
        ["0029_reports_in_history.sql"] = "fd06765dbdda1784",
        ["0030_update_words.sql"] = "6dceb663e75b75e4",
        ["0031_open311_in_history.sql"] = "26ad0299fc5602b0",
    };

    [Fact]
    public void No_script_that_was_published_has_changed()
    {
        var assembly = typeof(InfrastructureServices).Assembly;
        var present = assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .ToDictionary(name => string.Join('.', name.Split('.')[^2..]), name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                var text = reader.ReadToEnd().ReplaceLineEndings("\n");
                return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))[..16];
            });

        present.ShouldBe(Scripts, ignoreOrder: true);
    }
}
