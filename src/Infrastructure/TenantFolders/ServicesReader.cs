using CleanFte.Application.Services;
using CleanFte.Domain.Services;
using CleanFte.Domain.Tickets;

namespace CleanFte.Infrastructure.TenantFolders;

/// <summary>Reads services.yaml.</summary>
internal sealed class ServicesReader(FolderShape shape, TimeZoneInfo zone, FolderErrors errors)
{
    private const string File = TenantFolder.ServicesFile;

    public IReadOnlyList<ServiceDefinition> Read(Node root)
    {
        if (root is not ListNode list)
        {
            errors.Add(File, root.Line, "The catalogue is a list of services.");
            return [];
        }

        if (list.Items.Count > TenantFolder.MaxServices)
        {
            errors.Add(
                File, list.Items[TenantFolder.MaxServices].Line,
                $"There are more than {TenantFolder.MaxServices} services.");
            return [];
        }

        var services = new List<ServiceDefinition>();
        var codes = new HashSet<string>();
        foreach (var node in list.Items)
        {
            var service = Service(node);
            if (!codes.Add(service.Code))
            {
                errors.Add(File, node.LineOf("code"), $"Another service has the code {service.Code}.");
            }

            if (service is { Code: TownHall.General } && !IsForEverything(service))
            {
                errors.Add(File, node.Line, "The service general is for what fits no other: kind report, no triggers.");
            }

            services.Add(service);
        }

        if (!codes.Contains(TownHall.General))
        {
            errors.Add(File, root.Line, "The service general is missing: kind report, no triggers.");
        }

        return services;
    }

    private static bool IsForEverything(ServiceDefinition service) =>
        service.Kind == ServiceKind.Report && service.Texts.Values.All(t => t.Triggers.Count == 0);

    private ServiceDefinition Service(Node node)
    {
        var before = errors.Count;
        var fields = Fields.Of(node, File, errors);
        fields.Require("texts");
        var service = new ServiceDefinition(
            fields.Text("code"),
            fields.Text("group"),
            fields.Word<ServiceKind>("kind"),
            fields.Flag("public"),
            fields.Texts("roles"),
            fields.Word<Severity>("severity"),
            fields.Flag("asksPlace"),
            fields.Flag("asksPhoto"),
            fields.ByLanguage("texts", ServiceText))
        {
            Items = [.. fields.List("items").Select(Item)],
            Steps = [.. fields.List("steps").Select(Step)],
        };
        fields.NothingElse();
        if (errors.Count == before)
        {
            shape.Check(
                new DefineService(service),
                (path, message) => errors.Add(File, node.LineOf(path), $"{path}: {message}"));
        }

        return service;
    }

    private ServiceText ServiceText(MapEntry entry)
    {
        var fields = Fields.Of(entry.Value, File, errors);
        var text = new ServiceText(fields.Text("name"), fields.Text("description"), fields.Texts("triggers"));
        fields.NothingElse();
        return text;
    }

    private ServiceItem Item(Node node)
    {
        var fields = Fields.Of(node, File, errors);
        var item = new ServiceItem(
            LocalTimes.From(fields, "validFrom", zone),
            LocalTimes.To(fields, "validTo", zone),
            fields.ByLanguage("texts", entry => Pair(entry, "title", "text", (a, b) => new ServiceItemText(a, b))));
        fields.NothingElse();
        return item;
    }

    private ServiceStep Step(Node node)
    {
        var fields = Fields.Of(node, File, errors);
        var step = new ServiceStep(
            fields.Text("name"),
            fields.Word<StepInput>("input"),
            fields.Texts("codes"),
            fields.Texts("choices"),
            fields.Number("maxAttempts") ?? ServiceStep.UsualAttempts,
            fields.ByLanguage("texts", entry => Pair(entry, "ask", "wrong", (a, b) => new ServiceStepText(a, b))));
        fields.NothingElse();
        return step;
    }

    private T Pair<T>(MapEntry entry, string first, string second, Func<string, string, T> make)
    {
        var fields = Fields.Of(entry.Value, File, errors);
        var pair = make(fields.Text(first), fields.Text(second));
        fields.NothingElse();
        return pair;
    }
}
