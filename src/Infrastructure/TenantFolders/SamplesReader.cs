using CleanFte.Application.Tenants;
using CleanFte.Domain.Tenants;
using CleanFte.Domain.Tickets;

namespace CleanFte.Infrastructure.TenantFolders;

/// <summary>Reads samples.yaml.</summary>
internal sealed class SamplesReader(
    FolderShape shape, IReadOnlySet<string> services, IReadOnlySet<string> sources, FolderErrors errors)
{
    private const string File = TenantFolder.SamplesFile;

    public IReadOnlyList<SampleTicket> Read(Node root)
    {
        if (root is not ListNode list)
        {
            errors.Add(File, root.Line, "This is a list of sample tickets.");
            return [];
        }

        var before = errors.Count;
        List<SampleTicket> samples = [.. list.Items.Select(Sample)];
        if (errors.Count == before)
        {
            shape.Check(
                new ReplaceSamples(samples),
                (path, message) => errors.Add(
                    File, root.LineOf(path["samples".Length..]), $"{path.Split('.')[^1]}: {message}"));
        }

        return samples;
    }

    private SampleTicket Sample(Node node)
    {
        var fields = Fields.Of(node, File, errors);
        fields.Require("turns");
        var sample = new SampleTicket(
            fields.Text("name"), fields.Text("channel"), fields.Texts("roles"), [.. fields.List("turns").Select(Turn)]);
        fields.NothingElse();
        return sample;
    }

    private SampleTurn Turn(Node node)
    {
        var fields = Fields.Of(node, File, errors);
        var turn = new SampleTurn(
            fields.Optional("text") ?? "",
            Place(fields.Part("place")),
            fields.Flag("photo", false),
            Expect(fields.Part("expect")));
        fields.NothingElse();
        return turn;
    }

    private static Place? Place(Fields? fields)
    {
        var place = fields is null
            ? null
            : new Place(fields.Real("latitude"), fields.Real("longitude"), fields.Optional("address"));
        fields?.NothingElse();
        return place;
    }

    private SampleOutcome? Expect(Fields? fields)
    {
        if (fields is null)
        {
            return null;
        }

        var expect = new SampleOutcome(
            fields.Text("decision"),
            fields.Optional("reason"),
            fields.Optional("service"),
            fields.Optional("source"),
            fields.Has("priority") ? fields.Word<Priority>("priority") : null);
        fields.NothingElse();
        if (expect.Service is { } service && !services.Contains(service))
        {
            fields.Wrong("service", $"There is no service {service}.", false);
        }

        if (expect.Source is { } source && !sources.Contains(source))
        {
            fields.Wrong("source", $"There is no article {source}.", false);
        }

        return expect;
    }
}
