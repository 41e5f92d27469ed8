namespace CleanFte.Domain.Guardrails;

/// <summary>What the knowledge used says: amounts, links, contacts, and its sentences word by word.</summary>
internal sealed class KnownFacts
{
    private readonly List<AnswerText> _passages;
    private readonly Lazy<HashSet<(string Number, string Currency)>> _amounts;
    private readonly Lazy<HashSet<string>> _links;
    private readonly Lazy<HashSet<string>> _contacts;
    private readonly Lazy<HashSet<string>> _sentences;
    private readonly Lazy<HashSet<Claim>> _claims;

    private KnownFacts(List<AnswerText> passages, IReadOnlyList<string> ownContacts)
    {
        _passages = passages;
        _amounts = new(() => [.. _passages.SelectMany(Amounts.In).Select(a => (a.Number, a.Currency))]);
        _links = new(() => [.. _passages.SelectMany(Links.In).Select(link => link.Key)]);
        _contacts = new(() => [.. _passages
            .Concat(ownContacts.Select(own => AnswerText.Read(own, AnswerGround.MaxKnowledge)))
            .SelectMany(Contacts.In).Select(contact => contact.Key)]);
        _sentences = new(() => [.. _passages.SelectMany(Promises.SentencesOf)]);
        _claims = new(() => [.. _passages.SelectMany(Promises.ClaimsOf)]);
    }

    public static KnownFacts Read(AnswerGround ground)
    {
        var room = AnswerGround.MaxKnowledge;
        var passages = new List<AnswerText>();
        foreach (var passage in ground.Knowledge)
        {
            passages.Add(AnswerText.Read(passage, room));
            room -= Math.Min(room, passage.Length);
        }

        return new(passages, ground.OwnContacts);
    }

    public bool Has(Amount amount) => _amounts.Value.Contains((amount.Number, amount.Currency))
        || _amounts.Value.Any(known => amount.IsSaidBy(known.Number, known.Currency));

    /// <summary>Whether a passage says this amount of what the answer says it of.</summary>
    public bool Prices(Amount amount, AnswerText answer) => _passages.Any(passage => Amounts.In(passage)
        .Where(known => amount.IsSaidBy(known.Number, known.Currency))
        .Any(known => AmountSubject.IsShared(answer, amount, passage, known)));

    public bool Has(Link link) => link.Key.Length > 0 && _links.Value.Contains(link.Key);

    public bool Has(Contact contact) => _contacts.Value.Contains(contact.Key)
        || (!contact.Key.Contains('@') && _contacts.Value.Any(known =>
            !known.Contains('@') && PhoneMentions.AreSame(known, contact.Key)));

    public bool HasSentence(string words) => _sentences.Value.Contains(words);

    /// <param name="claim">What is claimed.</param>
    public bool Claims(Claim claim) => _claims.Value.Contains(claim);
}
