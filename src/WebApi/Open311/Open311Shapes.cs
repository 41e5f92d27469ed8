using CleanFte.Application.Open311;
using CleanFte.Domain;
using CleanFte.Domain.Services;

namespace CleanFte.WebApi.Open311;

/// <summary>What each of GeoReport's answers is made of, but the list of requests.</summary>
internal static class Open311Shapes
{
    /// <summary>Trigger words of a service that are told as its keywords.</summary>
    private const int MaxKeywords = 20;

    public static IResult Services(ListedServices services) => new Open311Answer(w =>
    {
        w.BeginList("services");
        foreach (var service in services.Services)
        {
            var text = services.TextOf(service);
            w.BeginItem("service");
            w.Text("service_code", service.Code);
            w.Text("service_name", text.Name);
            w.Text("description", text.Description);
            w.Flag("metadata", service.Steps.Count > 0);
            w.Text("type", "realtime");
            w.Text("keywords", string.Join(
                ",", text.Triggers.Where(t => !t.Contains(',', StringComparison.Ordinal)).Take(MaxKeywords)));
            w.Text("group", service.Group);
            w.End();
        }

        w.End();
    });

    public static IResult Definition(ServiceDefinition service, string language) => new Open311Answer(w =>
    {
        w.BeginObject("service_definition");
        w.Text("service_code", service.Code);
        w.BeginList("attributes");
        foreach (var (order, question) in service.Steps.Index())
        {
            Attribute(w, question, language, order + 1);
        }

        w.End();
        w.End();
    });

    public static IResult Posted(PostedRequest posted) => new Open311Answer(
        w =>
        {
            w.BeginList("service_requests");
            w.BeginItem("request");
            w.Text("service_request_id", posted.TrackingNumber);
            w.Text("service_notice", posted.Notice);
            w.Text("account_id", posted.AccountId);
            w.End();
            w.End();
        },
        StatusCodes.Status201Created,
        $"{Open311Answer.Prefix}/v2/requests/{posted.TrackingNumber}.xml");

    public static IResult Token(string token, ServiceRequest request) => new Open311Answer(w =>
    {
        w.BeginList("service_requests");
        w.BeginItem("request");
        w.Text("service_request_id", request.TrackingNumber);
        w.Text("token", token);
        w.End();
        w.End();
    });

    public static IResult Updates(IReadOnlyList<RequestUpdate> updates) => new Open311Answer(w =>
    {
        w.BeginList("service_request_updates");
        foreach (var update in updates)
        {
            w.BeginItem("request_update");
            w.Text("update_id", update.Id);
            w.Text("service_request_id", update.TrackingNumber);
            w.Text("status", Open311Requests.Standing(update.Over));
            w.Text("external_status_code", update.Status);
            w.Text("description", update.Text);
            w.Time("updated_datetime", update.At);
            w.Text("media_url", null);
            w.End();
        }

        w.End();
    });

    public static IResult UpdatePosted(PostedUpdate update) => new Open311Answer(
        w =>
        {
            w.BeginList("service_request_updates");
            w.BeginItem("request_update");
            w.Text("update_id", update.Id);
            w.End();
            w.End();
        },
        StatusCodes.Status201Created);

    private static void Attribute(Open311Writer w, ServiceStep question, string language, int order)
    {
        var text = question.Texts.GetValueOrDefault(language) ?? question.Texts.GetValueOrDefault("en")
            ?? question.Texts.Values.First();
        w.BeginItem("attribute");
        w.Flag("variable", true);
        w.Text("code", question.Name);
        w.Text("datatype", TypeOf(question.Input));
        w.Flag("required", true);
        w.Text("datatype_description", text.Wrong);
        w.Number("order", order);
        w.Text("description", text.Ask);
        if (question.Input == StepInput.Choice)
        {
            w.BeginList("values");
            foreach (var choice in question.Choices)
            {
                w.BeginItem("value");
                w.Text("key", choice);
                w.Text("name", choice);
                w.End();
            }

            w.End();
        }

        w.End();
    }

    private static string TypeOf(StepInput input) => input switch
    {
        StepInput.Number => "number",
        StepInput.Date => "datetime",
        StepInput.Choice => "singlevaluelist",
        StepInput.Text => "text",
        _ => "string",
    };
}
