namespace CleanFte.Domain.Phrases;

/// <summary>A word of a message, or the edge of a sentence.</summary>
/// <param name="Start">Where it starts in the text.</param>
/// <param name="End">Where it ends in the text.</param>
/// <param name="Terms">Numbers of the terms that it is an instance of; none for a word no phrase knows.</param>
/// <param name="OpensClause">A comma, colon, bracket or dash stands before it.</param>
internal readonly record struct MessageWord(int Start, int End, int[] Terms, bool OpensClause = false)
{
    public bool IsEdge => Terms.Length == 1 && Terms[0] == Vocabulary.Edge;
}
