using System.Globalization;
using CleanFte.Infrastructure.Knowledge;
using Npgsql;

namespace CleanFte.Bench.Generators;

/// <summary>
/// A large knowledge base written straight into the tables, and questions to it. Words are as frequent as in language: the
/// tenth is met a tenth as often as the first. The most frequent ones are those that have many other words for them.
/// </summary>
internal static class KnowledgeBase
{
    public const int Passages = 10_000;

    public const int Dimensions = 1_536;

    private const int PassagesEach = 4;

    private const int WordsOfText = 70;

    private const int MadeUp = 20_000;

    private const int StoredAtOnce = 500;

    private static readonly string[] Served =
        ("rubbish collection furniture sofa fridge password login invoice price payment refund account office hours appointment "
        + "register certificate permit works noise neighbour dog library parking fine tax school nursery market wedding baptism "
        + "mass candle choir room donation water light street tree bus pool sport volunteer complaint emergency christmas board "
        + "card export import guest role language notification calendar attachment telephone backup workspace template").Split(' ');

    private static readonly string[] Syllables =
        "ba ce di fo gu la me ni po ru sa te vi zo bra cle dri flo gru pla ste tri".Split(' ');

    private static readonly string[] Words =
        [.. Served, .. Enumerable.Range(0, MadeUp).Select(Word)];

    public static async Task Write(NpgsqlDataSource source, string tenant, CancellationToken ct)
    {
        var random = new Random(1);
        var articles = Enumerable.Range(0, Passages / PassagesEach).Select(_ => (Id: Guid.CreateVersion7(), Title: Some(random, 4)))
            .ToArray();
        await Run(
            source,
            """
            insert into articles (tenant_id, id, language, title, body, retired, published_at, updated_at, version)
            select $1, a.id, 'en', a.title, '', false, now(), now(), 1 from unnest($2::uuid[], $3::varchar[]) a (id, title)
            """,
            ct, tenant, articles.Select(a => a.Id).ToArray(), articles.Select(a => a.Title).ToArray());
        for (var position = 0; position < PassagesEach; position++)
        {
            var headings = articles.Select(_ => Some(random, 3)).ToArray();
            await Run(
                source,
                """
                insert into passages (tenant_id, article_id, position, version, language, title, heading, text, names, live)
                select $1, p.id, $2, 1, 'en', p.title, p.heading, p.text, lower(p.title || ' ' || p.heading), true
                from unnest($3::uuid[], $4::varchar[], $5::varchar[], $6::varchar[]) p (id, title, heading, text)
                """,
                ct, tenant, position, articles.Select(a => a.Id).ToArray(), articles.Select(a => a.Title).ToArray(), headings,
                articles.Select(_ => Some(random, WordsOfText)).ToArray());
        }
    }

    /// <summary>A vector for every passage, stored as the product stores them.</summary>
    public static async Task Embed(PassageVectors vectors, string tenant, string model, CancellationToken ct)
    {
        var random = new Random(2);
        while (await vectors.Missing(tenant, model, StoredAtOnce, ct) is { Count: > 0 } missing)
        {
            await vectors.Store(tenant, model, [.. missing.Select(m => (m, Vector(random)))], ct);
        }
    }

    public static float[] Vector(Random random) =>
        Unit.Of(Enumerable.Range(0, Dimensions).Select(_ => (random.NextSingle() * 2) - 1).ToArray());

    public static string Question(Random random, int words) => $"How do I find out about {Some(random, words)}?";

    /// <summary>Two letters of every long word change places.</summary>
    public static string Misspelt(Random random, int words) => string.Join(' ', Some(random, words).Split(' ').Select(
        word => word.Length < 6 ? word : $"{word[..3]}{word[4]}{word[3]}{word[5..]}"));

    private static string Some(Random random, int words) => string.Join(
        ' ', Enumerable.Range(0, words).Select(_ => Words[(int)Math.Pow(Words.Length, random.NextDouble()) - 1]));

    private static string Word(int number)
    {
        var word = "";
        for (var rest = number + Syllables.Length; rest > 0; rest /= Syllables.Length)
        {
            word += Syllables[rest % Syllables.Length];
        }

        return word + "n";
    }

    private static async Task Run(NpgsqlDataSource source, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync(ct);
    }
}
