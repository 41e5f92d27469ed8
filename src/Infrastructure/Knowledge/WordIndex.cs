namespace CleanFte.Infrastructure.Knowledge;

/// <summary>One passage and the stems of its words, by where they stand; a stem may stand in several places.</summary>
internal sealed record PassageWords(
    Guid Article, int Position, long Version, DateTimeOffset? ValidFrom, DateTimeOffset? ValidTo, string? Service,
    string[] Titled, string[] Headed, string[] Told);

/// <summary>What one article had at one version; kept as long as that does not change.</summary>
internal sealed record ArticleWords(Guid Id, long Version, IReadOnlyList<PassageWords> Passages);

/// <param name="Articles">How many there are, retired ones too.</param>
/// <param name="Versions">The sum of their versions, which grows with every change.</param>
internal readonly record struct WordRevision(long Articles, long Versions);

/// <summary>Where a word stands; the plainer, the more it says what a passage is about.</summary>
internal enum Place
{
    Text,
    Heading,
    Title,
}

/// <summary>
/// Which stem stands in which passage, of one tenant and language at one moment; never changed. Stems are kept in order, so
/// that the beginnings of words are found as ranges.
/// </summary>
internal sealed class WordIndex
{
    private const int PlaceBits = 2, PlaceMask = (1 << PlaceBits) - 1;

    /// <summary>Bytes of one stem in one passage: the passage's reference to it, and where it stands.</summary>
    private const int BytesOfPosting = 12;

    /// <summary>Bytes of one stem, and of one passage besides its stems.</summary>
    private const int BytesOfStem = 60, BytesOfPassage = 250;

    private readonly string[] _stems;

    private readonly Dictionary<string, int> _numbers;

    /// <summary>Where each stem's passages begin in <see cref="_postings"/>; one more at the end.</summary>
    private readonly int[] _begins;

    private readonly int[] _postings;

    public WordIndex(WordRevision revision, IReadOnlyList<ArticleWords> articles)
    {
        Revision = revision;
        Articles = articles;
        Passages = [.. articles.SelectMany(a => a.Passages)];
        _stems = [.. Passages.SelectMany(StemsOf).Select(s => s.Stem).Distinct().Order(StringComparer.Ordinal)];
        _numbers = new Dictionary<string, int>(_stems.Length, StringComparer.Ordinal);
        foreach (var (number, stem) in _stems.Index())
        {
            _numbers[stem] = number;
        }

        _begins = new int[_stems.Length + 1];
        foreach (var (stem, _) in Passages.SelectMany(StemsOf))
        {
            _begins[_numbers[stem] + 1]++;
        }

        for (var i = 1; i < _begins.Length; i++)
        {
            _begins[i] += _begins[i - 1];
        }

        _postings = new int[_begins[^1]];
        var next = _begins.ToArray();
        foreach (var (number, passage) in Passages.Index())
        {
            foreach (var (stem, place) in StemsOf(passage))
            {
                _postings[next[_numbers[stem]]++] = (number << PlaceBits) | (int)place;
            }
        }
    }

    public WordRevision Revision { get; }

    public IReadOnlyList<ArticleWords> Articles { get; }

    public IReadOnlyList<PassageWords> Passages { get; }

    public IReadOnlyList<string> Stems => _stems;

    public long Bytes =>
        ((long)_postings.Length * BytesOfPosting) + ((long)_stems.Length * BytesOfStem) + ((long)Passages.Count * BytesOfPassage);

    public bool Has(string stem) => _numbers.ContainsKey(stem);

    /// <summary>Hands over every passage that has a stem, once for each place.</summary>
    public void Each(string stem, Action<int, Place> found)
    {
        if (_numbers.TryGetValue(stem, out var number))
        {
            Each(number, found);
        }
    }

    /// <summary>Hands over every passage that has a stem which begins so.</summary>
    public void EachBeginning(string beginning, Action<int, Place> found)
    {
        for (var i = FirstFrom(beginning); i < _stems.Length && _stems[i].StartsWith(beginning, StringComparison.Ordinal); i++)
        {
            Each(i, found);
        }
    }

    /// <summary>The stems that are nearest to one that nobody has written, all equally near, those of titles first.</summary>
    public IReadOnlyList<(string Stem, int Slips)> Nearest(string stem, int allowed, int most)
    {
        if (stem.Length < 2 || allowed == 0)
        {
            return [];
        }

        var near = new List<(int Number, int Slips)>();
        foreach (var first in stem[0] == stem[1] ? stem[..1] : stem[..2])
        {
            for (var i = FirstFrom(first.ToString()); i < _stems.Length && _stems[i][0] == first; i++)
            {
                // Another first letter only where the first two changed places.
                if ((first == stem[0] || (_stems[i].Length > 1 && _stems[i][1] == stem[0]))
                    && Spelling.Distance(stem, _stems[i], allowed) is var slips && slips <= allowed)
                {
                    near.Add((i, slips));
                }
            }
        }

        var least = near.Count == 0 ? 0 : near.Min(n => n.Slips);
        return
        [
            .. near.Where(n => n.Slips == least)
                .OrderByDescending(n => Plainest(n.Number)).ThenByDescending(n => _begins[n.Number + 1] - _begins[n.Number])
                .Take(most).Select(n => (_stems[n.Number], n.Slips)),
        ];
    }

    private int Plainest(int number) =>
        _postings.AsSpan(_begins[number].._begins[number + 1]).ToArray().Max(p => p & PlaceMask);

    private void Each(int number, Action<int, Place> found)
    {
        foreach (var posting in _postings.AsSpan(_begins[number].._begins[number + 1]))
        {
            found(posting >> PlaceBits, (Place)(posting & PlaceMask));
        }
    }

    private int FirstFrom(string beginning)
    {
        var at = Array.BinarySearch(_stems, beginning, StringComparer.Ordinal);
        return at < 0 ? ~at : at;
    }

    private static IEnumerable<(string Stem, Place Place)> StemsOf(PassageWords passage) =>
        passage.Titled.Select(s => (s, Place.Title))
            .Concat(passage.Headed.Select(s => (s, Place.Heading)))
            .Concat(passage.Told.Select(s => (s, Place.Text)));
}
