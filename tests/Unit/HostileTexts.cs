namespace CleanFte.Unit;

/// <summary>What no reader of citizens' texts may stumble over.</summary>
public static class HostileTexts
{
    private const int Longest = 65_536;

    public static TheoryData<string> All { get; } =
    [
        "", " ", "\0", "\uD800", "\uDC00\uD800", "\u0301\u0301", "'''---'''", "ﬀ ﬁ ŉ ǆ İ ı ſ ẞ", "😀😀 tkt-😀",
        new string('a', Longest), new string(' ', Longest), new string('\u0301', Longest), new string('\uD83D',
        Longest),
        new string('t', Longest), string.Concat(Enumerable.Repeat("tkt-", Longest / 4)),
        string.Concat(Enumerable.Repeat("t k t ", Longest / 6)), string.Concat(Enumerable.Repeat("fuga de ",
        Longest / 8)),
        new([.. Enumerable.Range(0, Longest).Select(c => (char)c)]),
    ];
}
