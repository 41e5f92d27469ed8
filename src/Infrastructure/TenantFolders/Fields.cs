using System.Globalization;
using CleanFte.Domain;

namespace CleanFte.Infrastructure.TenantFolders;

/// <summary>
/// Takes a map's values one by one. What is missing or of the wrong kind is an error, and whatever nobody asked for is
/// one in the end.
/// </summary>
internal sealed class Fields
{
    private readonly MapNode _map;
    private readonly string _file;
    private readonly FolderErrors _errors;
    private readonly HashSet<string> _known = [];

    private Fields(MapNode map, string file, FolderErrors errors)
    {
        (_map, _file, _errors) = (map, file, errors);
    }

    public MapNode Map => _map;

    public string File => _file;

    public FolderErrors Errors => _errors;

    /// <summary>A map's fields; anything else has none, and is an error.</summary>
    public static Fields Of(Node node, string file, FolderErrors errors)
    {
        if (node is MapNode map)
        {
            return new Fields(map, file, errors);
        }

        errors.Add(file, node.Line, "Write keys with values here.");
        return new Fields(new MapNode(node.Line, []), file, new FolderErrors());
    }

    public Node? Find(string key)
    {
        _known.Add(key);
        return _map.Find(key)?.Value is { } value && value is not TextNode { IsNothing: true } ? value : null;
    }

    public bool Has(string key) => Find(key) is not null;

    public string Text(string key) => Optional(key) ?? Missing(key, "");

    public string? Optional(string key) => Find(key) switch
    {
        null => null,
        TextNode text => text.Text,
        _ => Wrong(key, "Write a text here.", ""),
    };

    public bool Flag(string key) => Find(key) switch
    {
        null => Missing(key, false),
        TextNode { Bare: true, Text: "true" } => true,
        TextNode { Bare: true, Text: "false" } => false,
        _ => Wrong(key, "Write true or false.", false),
    };

    public bool Flag(string key, bool otherwise) => Find(key) is null ? otherwise : Flag(key);

    public T Word<T>(string key)
        where T : struct, Enum =>
        Find(key) is null ? Missing(key, default(T)) : Word<T>(key, default);

    public T Word<T>(string key, T otherwise)
        where T : struct, Enum =>
        Optional(key) is not { } name ? otherwise
        : WireName.TryParse<T>(name, out var value) ? value
        : Wrong(key, $"{key} is one of {WireName.All<T>()}.", otherwise);

    public int? Number(string key) => Find(key) switch
    {
        null => null,
        TextNode text when int.TryParse(
            text.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => Wrong<int?>(key, $"{key} is a whole number.", null),
    };

    public double? Real(string key) => Find(key) switch
    {
        null => null,
        TextNode text when double.TryParse(text.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) => number,
        _ => Wrong<double?>(key, $"{key} is a number.", null),
    };

    /// <summary>The values of a list; none where it is left out.</summary>
    public IReadOnlyList<Node> List(string key) => Find(key) switch
    {
        null => [],
        ListNode list => list.Items,
        _ => Wrong<IReadOnlyList<Node>>(key, $"{key} is a list.", []),
    };

    public IReadOnlyList<string> Texts(string key) =>
    [
        .. List(key).Select(node => node is TextNode { IsNothing: false } text
            ? text.Text
            : WrongAt(node.Line, $"{key} is a list of texts.", "")),
    ];

    public Fields? Part(string key) => Find(key) is { } node ? Of(node, _file, _errors) : null;

    /// <summary>A map by language, each value read by <paramref name="read"/>.</summary>
    public IReadOnlyDictionary<string, T> ByLanguage<T>(string key, Func<MapEntry, T> read)
    {
        if (Part(key) is not { } part)
        {
            return new Dictionary<string, T>();
        }

        foreach (var entry in part._map.Entries)
        {
            if (!Domain.Knowledge.ArticleContent.Languages.Contains(entry.Key))
            {
                WrongAt(entry.Line, $"{entry.Key} is no language; use en, es or fr.", false);
            }
        }

        return part._map.Entries.ToDictionary(e => e.Key, read);
    }

    public void Require(string key)
    {
        if (!Has(key))
        {
            Missing(key, false);
        }
    }

    /// <summary>After everything was asked for.</summary>
    public void NothingElse()
    {
        foreach (var entry in _map.Entries.Where(e => !_known.Contains(e.Key)))
        {
            _errors.Add(
                _file, entry.Line, $"{entry.Key} is not known here; there is {string.Join(", ", _known.Order())}.");
        }
    }

    public T Wrong<T>(string key, string message, T otherwise) => WrongAt(_map.LineOf(key), message, otherwise);

    public T WrongAt<T>(int line, string message, T otherwise)
    {
        _errors.Add(_file, line, message);
        return otherwise;
    }

    private T Missing<T>(string key, T otherwise) => Wrong(key, $"{key} is missing.", otherwise);
}
