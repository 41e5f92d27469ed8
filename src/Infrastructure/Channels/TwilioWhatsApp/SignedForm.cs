namespace CleanFte.Infrastructure.Channels.TwilioWhatsApp;

/// <summary>
/// The part of the signed text that comes from the form: keys and values, decoded, sorted, nothing between.
/// </summary>
internal static class SignedForm
{
    /// <summary>Writes the signed text of a form.</summary>
    /// <param name="form">The raw form.</param>
    /// <param name="decoded">Room for the decoded fields, as long as the form.</param>
    /// <param name="signed">Room for the sorted fields, as long as the form.</param>
    /// <param name="written">How many bytes of <paramref name="signed"/> count.</param>
    /// <returns>False when there are more than <see cref="FormFields.Max"/> fields.</returns>
    public static bool TryWrite(ReadOnlySpan<byte> form, Span<byte> decoded, Span<byte> signed, out int written)
    {
        Span<Field> fields = stackalloc Field[FormFields.Max];
        var count = 0;
        var end = 0;
        written = 0;

        var raw = new FormFields(form);
        while (raw.Next())
        {
            if (count == fields.Length)
                return false;
            var name = FormFields.Decode(raw.Name, decoded[end..]);
            var value = FormFields.Decode(raw.Value, decoded[(end + name)..]);
            Insert(fields[..(count + 1)], new Field(end, name, value), decoded);
            count++;
            end += name + value;
        }

        for (var i = 0; i < count; i++)
        {
            if (i > 0 && Compare(fields[i], fields[i - 1], decoded) == 0)
                continue;
            var pair = decoded.Slice(fields[i].Start, fields[i].Name + fields[i].Value);
            pair.CopyTo(signed[written..]);
            written += pair.Length;
        }

        return true;
    }

    // Thirty fields, mostly in order already: insertion beats the library's sort, which would allocate a comparer.
    private static void Insert(Span<Field> fields, Field field, ReadOnlySpan<byte> decoded)
    {
        var at = fields.Length - 1;
        for (; at > 0 && Compare(field, fields[at - 1], decoded) < 0; at--)
            fields[at] = fields[at - 1];
        fields[at] = field;
    }

    private static int Compare(Field left, Field right, ReadOnlySpan<byte> decoded)
    {
        var names = left.NameIn(decoded).SequenceCompareTo(right.NameIn(decoded));
        return names != 0 ? names : left.ValueIn(decoded).SequenceCompareTo(right.ValueIn(decoded));
    }

    private readonly record struct Field(int Start, int Name, int Value)
    {
        public ReadOnlySpan<byte> NameIn(ReadOnlySpan<byte> decoded) => decoded.Slice(Start, Name);

        public ReadOnlySpan<byte> ValueIn(ReadOnlySpan<byte> decoded) => decoded.Slice(Start + Name, Value);
    }
}
