using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace CleanFte.StandIns;

/// <summary>
/// POST /v1/embeddings. Its model knows which words mean the same and nothing else: a text's vector counts its meanings.
/// </summary>
/// <param name="floats">Whether vectors are lists of numbers whatever is asked for, as of many servers but OpenAI's.</param>
internal sealed class EmbeddingWire(bool floats) : ModelWire
{
    public const int Dimensions = 512;

    private const int MaxInputs = 2_048;

    private static readonly string[][] SameMeaning =
    [
        ["sofa", "couch", "settee", "furniture", "bulky"],
        ["pothole", "hole", "crater"],
        ["piscina", "alberca", "pileta"],
        ["bin", "trash", "rubbish", "waste", "garbage"],
    ];

    private static readonly HashSet<string> Little =
        ["a", "an", "the", "of", "to", "in", "on", "for", "is", "do", "i", "my", "we", "where", "how", "can", "old"];

    public override bool IsAuthorised(IHeaderDictionary headers) => OpenAiWire.Instance.IsAuthorised(headers);

    public override string? Complaint(JsonObject request)
    {
        var inputs = Inputs(request);
        return request["model"] is null ? "you must provide a model parameter"
            : inputs.Count is 0 or > MaxInputs ? "'input' cannot be an empty array or longer than 2048"
            : inputs.Any(i => i.Length == 0) ? "'$.input' is invalid"
            : inputs.Any(i => i.Contains(ModelStandIn.Unspeakable, StringComparison.Ordinal)) ? "content management policy"
            : null;
    }

    public override string Reply(JsonObject request, ModelTurn turn)
    {
        var asBase64 = !floats && (string?)request["encoding_format"] == "base64";
        return Text(new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. Inputs(request).Select((text, i) => new JsonObject
            {
                ["object"] = "embedding",
                ["index"] = i,
                ["embedding"] = Written(VectorOf(text), asBase64),
            })]),
            ["model"] = request["model"]!.DeepClone(),
            ["usage"] = new JsonObject { ["prompt_tokens"] = 8, ["total_tokens"] = 8 },
        });
    }

    public override string Error(string type, string message) => OpenAiWire.Instance.Error(type, message);

    private static List<string> Inputs(JsonObject request) => request["input"] switch
    {
        JsonArray many => [.. many.Select(i => (string)i!)],
        JsonValue one => [(string)one!],
        _ => [],
    };

    private static JsonNode Written(float[] vector, bool asBase64) => asBase64
        ? Convert.ToBase64String(MemoryMarshal.AsBytes(vector.AsSpan()))
        : new JsonArray([.. vector.Select(n => JsonValue.Create(n))]);

    private static float[] VectorOf(string text)
    {
        var vector = new float[Dimensions];
        vector[0] = 0.1f;
        foreach (var word in text.ToLowerInvariant().Split(
            [' ', '\n', '.', ',', '?', '!', '#', ':'], StringSplitOptions.RemoveEmptyEntries).Where(w => !Little.Contains(w)))
        {
            vector[PlaceOf(SameMeaning.FirstOrDefault(m => m.Contains(word))?[0] ?? word)]++;
        }

        return vector;
    }

    /// <summary>The same in every process, unlike a string's own hash.</summary>
    private static int PlaceOf(string meaning)
    {
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(meaning))
        {
            hash = (hash ^ b) * 16777619u;
        }

        return 1 + (int)(hash % (Dimensions - 1));
    }
}
