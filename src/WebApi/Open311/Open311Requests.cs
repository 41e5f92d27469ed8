using CleanFte.Application.Open311;
using CleanFte.Application.Tickets;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;

namespace CleanFte.WebApi.Open311;

/// <summary>Requests as GeoReport tells them: never who reported them, nor what was said in a chat.</summary>
internal sealed class Open311Requests(ServiceRequestPage page, Func<Guid, string> mediaUrl)
{
    public IResult Answer() => new Open311Answer(w =>
    {
        w.BeginList("service_requests");
        foreach (var request in page.Requests)
        {
            w.BeginItem("request");
            Write(w, request);
            w.End();
        }

        w.End();
    });

    public static string Standing(bool over) => over ? "closed" : "open";

    private void Write(Open311Writer w, ServiceRequest request)
    {
        var (address, addressId) = ReportedPlace.Parts(request.Place);
        w.Text("service_request_id", request.TrackingNumber);
        w.Text("status", Standing(request.IsClosed));
        w.Text("status_notes", request.Notes);
        w.Text("service_name", page.Services.NameOf(request.ServiceCode));
        w.Text("service_code", request.ServiceCode);
        w.Text("description", request.Text);
        w.Text("agency_responsible", page.Services.Agency);
        w.Text("service_notice", null);
        w.Time("requested_datetime", request.CreatedAt);
        w.Time("updated_datetime", request.UpdatedAt);
        w.Text("expected_datetime", null);
        w.Text("address", address);
        w.Text("address_id", addressId);
        w.Text("zipcode", null);
        w.Number("lat", request.Place?.Latitude);
        w.Number("long", request.Place?.Longitude);
        w.Text("media_url", request.Media is [var first, ..] ? mediaUrl(first) : null);
        if (page.Notes is { } notes)
        {
            WriteExtensions(w, request, notes[request.Id]);
        }
    }

    private void WriteExtensions(Open311Writer w, ServiceRequest request, IEnumerable<TicketUpdateRow> notes)
    {
        w.BeginObject("extended_attributes");
        w.Text("detailed_status", WireName.Of(request.Status));
        w.BeginList("media_urls");
        foreach (var media in request.Media)
        {
            w.Value("media_url", mediaUrl(media));
        }

        w.End();
        w.End();
        w.BeginList("attributes");
        foreach (var answer in request.Answers.Where(a => IsShown(request.ServiceCode, a)))
        {
            w.BeginItem("attribute");
            w.Text("code", answer.Question);
            w.Text("value", answer.Value);
            w.End();
        }

        w.End();
        w.BeginList("notes");
        foreach (var note in notes)
        {
            w.BeginItem("note");
            w.Time("datetime", note.At);
            w.Text("description", note.Text);
            w.Text("type", note.Status ?? "comment");
            w.End();
        }

        w.End();
    }

    private bool IsShown(string serviceCode, TicketAnswer answer) =>
        page.Services.Find(serviceCode)?.Steps.FirstOrDefault(s => s.Name == answer.Question) is { } question
        && Publication.IsShown(question);
}
