using CleanFte.Domain;
using CleanFte.Domain.Tenants;
using static CleanFte.Infrastructure.TenantFolders.YamlText;

namespace CleanFte.Infrastructure.TenantFolders;

/// <summary>Writes samples.yaml.</summary>
internal static class SamplesWriter
{
    public static string Write(IReadOnlyList<SampleTicket> samples)
    {
        var yaml = new YamlText();
        foreach (var sample in samples)
        {
            yaml.Item().Line(1, "name", sample.Name);
            yaml.Line(1, "channel", sample.Channel);
            if (sample.Roles.Count > 0)
            {
                yaml.Line(1, "roles", List(sample.Roles.Select(Quote)));
            }

            yaml.Line(1, "turns");
            foreach (var turn in sample.Turns)
            {
                Turn(yaml.Item(), turn);
            }
        }

        return yaml.ToString();
    }

    private static void Turn(YamlText yaml, SampleTurn turn)
    {
        if (turn.Text.Length > 0)
        {
            yaml.Line(3, "text", Quote(turn.Text));
        }

        if (turn.Place is { } place)
        {
            yaml.Line(3, "place", Map(
                ("latitude", place.Latitude is { } latitude ? Number(latitude) : null),
                ("longitude", place.Longitude is { } longitude ? Number(longitude) : null),
                ("address", place.Address is { } address ? Quote(address) : null)));
        }

        if (turn.Photo)
        {
            yaml.Line(3, "photo", Flag(true));
        }

        if (turn.Expect is { } expect)
        {
            yaml.Line(3, "expect", Map(
                ("decision", expect.Decision),
                ("reason", expect.Reason),
                ("service", expect.Service),
                ("source", expect.Source is { } source ? Quote(source) : null),
                ("priority", expect.Priority is { } priority ? WireName.Of(priority) : null)));
        }
    }
}
