using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CleanFte.Application.Ports;

namespace CleanFte.Infrastructure.Channels.TwilioWhatsApp;

/// <summary>The form of one message, in a pooled buffer.</summary>
internal sealed class TwilioSendContent : SentContent
{
    private const int MaxBytesPerChar = 9;

    private const int GuidLength = 36;

    private readonly byte[] _buffer;

    private int _length;

    private bool _isWritten;

    /// <param name="text">What is said; not used where a template is sent instead.</param>
    /// <param name="file">The address of what goes with it; empty for nothing.</param>
    public TwilioSendContent(TwilioAccount account, OutgoingMessage message, string text, string file)
    {
        var template = message.Template;
        var variables = template is null ? "" : VariablesOf(template);
        var said = template?.Name ?? text;
        _buffer = ArrayPool<byte>.Shared.Rent(
            account.FormStart.Length + account.Callback.Length + GuidLength + "&To=&ContentSid=&ContentVariables=&MediaUrl=".Length
            + MaxBytesPerChar * (message.Recipient.Length + said.Length + variables.Length + file.Length));
        Append(account.FormStart);
        if (account.Callback.Length > 0)
        {
            Append(account.Callback);
            _length += Encoding.ASCII.GetBytes(message.Id.ToString("D"), _buffer.AsSpan(_length));
        }

        Append("&To="u8);
        AppendEncoded(message.Recipient);
        if (said.Length > 0)
        {
            Append(template is null ? "&Body="u8 : "&ContentSid="u8);
            AppendEncoded(said);
        }

        if (file.Length > 0)
        {
            Append("&MediaUrl="u8);
            AppendEncoded(file);
        }

        if (template is not null)
        {
            Append("&ContentVariables="u8);
            AppendEncoded(variables);
        }

        Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
    }

    protected override ReadOnlyMemory<byte> Body => _buffer.AsMemory(0, _length);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await base.SerializeToStreamAsync(stream, context, cancellationToken);
        _isWritten = true;
    }

    protected override void Dispose(bool disposing)
    {
        // A write that was broken off may still read the buffer; handing it to somebody else's message then would send
        // the wrong text. The garbage collector gets such a buffer.
        if (disposing && _length > 0 && IsStarted == _isWritten)
            ArrayPool<byte>.Shared.Return(_buffer);
        _length = 0;
        base.Dispose(disposing);
    }

    /// <summary>A JSON object whose keys are the numbers of the places, from 1.</summary>
    private static string VariablesOf(MessageTemplate template)
    {
        var places = new JsonObject();
        foreach (var (i, value) in template.Values.Index())
            places[(i + 1).ToString(CultureInfo.InvariantCulture)] = value;
        return places.ToJsonString();
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void AppendEncoded(string text)
    {
        Span<byte> utf8 = stackalloc byte[4];
        // Runes turn a lone surrogate into U+FFFD.
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == ' ')
                _buffer[_length++] = (byte)'+';
            else if (rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value is '-' or '_' or '.'))
                _buffer[_length++] = (byte)rune.Value;
            else
                AppendEscaped(utf8[..rune.EncodeToUtf8(utf8)]);
        }
    }

    private void AppendEscaped(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            _buffer[_length++] = (byte)'%';
            _buffer[_length++] = "0123456789ABCDEF"u8[value >> 4];
            _buffer[_length++] = "0123456789ABCDEF"u8[value & 15];
        }
    }
}
