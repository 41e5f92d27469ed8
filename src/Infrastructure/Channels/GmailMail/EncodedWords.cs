using System.Buffers.Text;
using System.Text;

namespace CleanFte.Infrastructure.Channels.GmailMail;

/// <summary>Encoded words of headers (RFC 2047): <c>=?utf-8?Q?Se=C3=B1al?=</c>.</summary>
internal static class EncodedWords
{
    /// <summary>Characters of one word; the RFC allows 75, some programs write a whole subject as one.</summary>
    private const int MaxWord = 1_000;

    /// <summary>Bytes of an encoded word that is written: with its frame it stays within 75 characters.</summary>
    private const int MaxBytes = 42;

    public static string Decode(string value)
    {
        var result = new StringBuilder();
        var pending = new List<byte>();
        string? charset = null;
        var at = 0;
        for (var search = 0; ;)
        {
            var start = value.IndexOf("=?", search, StringComparison.Ordinal);
            var word = start < 0 ? null : Read(value, start);
            if (start >= 0 && word is null)
            {
                search = start + 2;
                continue;
            }

            var plain = value.AsSpan(at, (start < 0 ? value.Length : start) - at);
            // Space between two encoded words separates them only on the wire. A character may be split between them.
            var isGap = charset is not null && word is not null && plain.IsWhiteSpace();
            if (charset is not null && !(isGap && word!.Charset == charset))
                Flush();
            if (!isGap)
                result.Append(plain);
            if (word is null)
                return result.ToString();
            pending.AddRange(word.Content);
            charset = word.Charset;
            at = search = word.End;
        }

        void Flush()
        {
            result.Append(Charsets.Decode(pending.ToArray(), charset));
            pending.Clear();
            charset = null;
        }
    }

    /// <summary>A header's text, as encoded words when it is not plain ASCII. Line breaks cannot get through.</summary>
    public static string Encode(string text)
    {
        var clean = string.Concat(text.EnumerateRunes().Select(rune => Rune.IsControl(rune) ? " " : rune.ToString())).Trim();
        if (Ascii.IsValid(clean) && !clean.Contains("=?", StringComparison.Ordinal))
            return clean;

        var words = new List<string>();
        var bytes = new List<byte>();
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in clean.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(utf8);
            if (bytes.Count + length > MaxBytes)
                End();
            bytes.AddRange(utf8[..length]);
        }

        End();
        return string.Join("\r\n ", words);

        void End()
        {
            words.Add($"=?utf-8?B?{Convert.ToBase64String(bytes.ToArray())}?=");
            bytes.Clear();
        }
    }

    private static Word? Read(string value, int start)
    {
        var limit = Math.Min(value.Length, start + MaxWord);
        var charsetEnd = value.IndexOf('?', start + 2, limit - start - 2);
        if (charsetEnd < 0 || charsetEnd + 2 >= limit || value[charsetEnd + 2] != '?')
            return null;
        var contentStart = charsetEnd + 3;
        var end = value.IndexOf("?=", contentStart, limit - contentStart, StringComparison.Ordinal);
        if (end < 0)
            return null;
        var content = value.AsSpan(contentStart, end - contentStart);
        var bytes = value[charsetEnd + 1] switch
        {
            'B' or 'b' => FromBase64(content),
            'Q' or 'q' => FromQuoted(content),
            _ => null,
        };
        // RFC 2231 puts a language behind the charset: =?utf-8*es?
        return bytes is null ? null : new Word(value[(start + 2)..charsetEnd].Split('*')[0], bytes, end + 2);
    }

    private static byte[]? FromBase64(ReadOnlySpan<char> content)
    {
        var padded = content.TrimEnd('=').ToString();
        padded += new string('=', (4 - padded.Length % 4) % 4);
        return Base64.IsValid(padded) ? Convert.FromBase64String(padded) : null;
    }

    private static byte[] FromQuoted(ReadOnlySpan<char> content)
    {
        var bytes = new List<byte>(content.Length);
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == '=' && i + 2 < content.Length
                && char.IsAsciiHexDigit(content[i + 1]) && char.IsAsciiHexDigit(content[i + 2]))
            {
                bytes.Add(byte.Parse(content.Slice(i + 1, 2), System.Globalization.NumberStyles.HexNumber,
                    System.Globalization.CultureInfo.InvariantCulture));
                i += 2;
            }
            else if (content[i] == '_')
            {
                bytes.Add((byte)' ');
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(content[i].ToString()));
            }
        }

        return [.. bytes];
    }

    private sealed record Word(string Charset, byte[] Content, int End);
}
