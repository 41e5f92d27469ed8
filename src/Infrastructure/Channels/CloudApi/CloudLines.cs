using System.Text.Json;

namespace CleanFte.Infrastructure.Channels.CloudApi;

/// <summary>Says in lines what a person reads of contacts, an order or a filled-in form.</summary>
internal static class CloudLines
{
    /// <summary>Lines of one message; WhatsApp's forms and carts have fewer.</summary>
    private const int MaxLines = 50;

    /// <summary>Characters of one line.</summary>
    private const int MaxLine = 1_000;

    /// <summary>Belongs to the form's machinery, and says nothing.</summary>
    private const string FlowToken = "flow_token";

    /// <summary>Each with his name, numbers and addresses.</summary>
    public static string OfContacts(JsonElement contacts) => Join(contacts.Items().Select(contact => string.Join(
        ", ",
        contact.Member("phones"u8).Items().Select(phone => phone.Text("phone"u8) ?? phone.Text("wa_id"u8))
            .Concat(contact.Member("emails"u8).Items().Select(email => email.Text("email"u8)))
            .Prepend(contact.Member("name"u8).Text("formatted_name"u8))
            .OfType<string>().Distinct().Take(MaxLines))));

    /// <summary>Each item with number and price, behind the text that came with it.</summary>
    public static string OfOrder(JsonElement order) => Join(order.Member("product_items"u8).Items()
        .Select(item => $"{item.Scalar("quantity"u8)} × {item.Scalar("product_retailer_id"u8)} "
            + $"({item.Scalar("item_price"u8)} {item.Text("currency"u8)})")
        .Prepend(order.Text("text"u8) ?? ""));

    /// <summary>Each answer with its field's name.</summary>
    public static string OfForm(JsonElement form)
    {
        if (form.Text("response_json"u8) is not { } json)
            return form.Text("body"u8) ?? "";
        try
        {
            using var answers = JsonDocument.Parse(json);
            var lines = Answers(answers.RootElement);
            return lines.Length > 0 ? lines : form.Text("body"u8) ?? "";
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            return form.Text("body"u8) ?? "";
        }
    }

    private static string Answers(JsonElement answers) => answers.ValueKind != JsonValueKind.Object
        ? ""
        : Join(answers.EnumerateObject().Take(MaxLines)
            .Select(answer => (Name: NameOf(answer), Said: Said(answer.Value)))
            .Where(answer => answer.Name != FlowToken && answer.Said.Length > 0)
            .Select(answer => $"{answer.Name}: {answer.Said}"));

    private static string NameOf(JsonProperty answer)
    {
        try
        {
            return answer.Name;
        }
        catch (InvalidOperationException)
        {
            return "?";
        }
    }

    private static string Said(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.Text() ?? "",
        JsonValueKind.Array => string.Join(", ", value.Items().Take(MaxLines).Select(Said).Where(s => s.Length > 0)),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => "",
    };

    private static string Join(IEnumerable<string> lines) => string.Join(
        '\n', lines.Where(line => line.Length > 0).Take(MaxLines).Select(line => line[..Math.Min(line.Length, MaxLine)]));
}
