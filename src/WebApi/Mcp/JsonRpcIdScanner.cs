using System.Text;

namespace CleanFte.WebApi.Mcp;

/// <summary>Finds the id of a JSON-RPC message of any length, wherever it stands, without keeping the message.</summary>
internal sealed class JsonRpcIdScanner
{
    /// <summary>Bytes of an id that is told again.</summary>
    private const int MaxId = 200;

    private readonly StringBuilder _token = new();
    private int _depth;
    private bool _inString;
    private bool _escaped;
    private bool _isValue;
    private string _key = "";

    /// <summary>As JSON: a number or a text; null as long as none was found.</summary>
    public string? Id { get; private set; }

    public void Read(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            Read((char)b);
        }
    }

    private void Read(char c)
    {
        if (_inString)
        {
            InString(c);
            return;
        }

        switch (c)
        {
            case '"':
                _inString = true;
                _token.Clear();
                break;
            case '{' or '[':
                _depth++;
                break;
            case '}' or ']':
                EndValue();
                _depth--;
                break;
            case ':' when _depth == 1:
                _isValue = true;
                _token.Clear();
                break;
            case ',' when _depth == 1:
                EndValue();
                _isValue = false;
                break;
            case '-' or (>= '0' and <= '9'):
                Keep(c);
                break;
        }
    }

    private void InString(char c)
    {
        if (_escaped)
        {
            _escaped = false;
        }
        else if (c == '\\')
        {
            _escaped = true;
        }
        else if (c == '"')
        {
            _inString = false;
            if (_depth == 1 && !_isValue)
            {
                _key = _token.ToString();
            }
            else if (_depth == 1 && _key == "id" && _token.Length > 0)
            {
                Id ??= $"\"{_token}\"";
                _key = "";
            }

            return;
        }

        Keep(c is >= ' ' and < (char)0x7F && c != '\\' ? c : '?');
    }

    /// <summary>A number ends where something else begins.</summary>
    private void EndValue()
    {
        if (_depth == 1 && _isValue && _key == "id" && long.TryParse(_token.ToString(), out var number))
        {
            Id ??= number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private void Keep(char c)
    {
        if (_depth == 1 && _token.Length < MaxId)
        {
            _token.Append(c);
        }
    }
}
