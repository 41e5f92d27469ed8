namespace CleanFte.Domain.Conversations;

/// <summary>Whether a message asks something, by its marks and words; hurried people leave the mark out.</summary>
public static class QuestionGuess
{
    /// <summary>Enough to tell; who asks at the end of a long mail uses a question mark.</summary>
    public const int MaxCharacters = 2_000;

    /// <summary>Folded, with a space on both sides; anywhere in the message.</summary>
    private static readonly string[] Asking =
    [
        " how do i ", " how can i ", " how to ", " how does ", " how is ", " how are ", " how long ", " how many ", " how much ",
        " how often ", " how far ",
        " where do i ", " where can i ", " where is ", " where are ", " when is ", " when are ", " when do ", " when does ",
        " when can ", " when will ", " what time ", " what is the ", " what are the ", " what do i ", " what documents ",
        " which documents ",
        " is there a ", " is there any ", " are there any ", " can i ", " could i ", " may i ", " do i need ", " do i have to ",
        " do you have ", " do you offer ", " can you tell me ", " could you tell me ", " i would like to know ",
        " i d like to know ",
        " id like to know ", " i want to know ", " wondering ", " any idea ", " need to know ", " tell me about ",
        " information about ", " information on ", " info on ", " info about ", " i need help with ", " i don t know how ",
        " i dont know how ", " explain ", " looking for ",
        " como puedo ", " como se ", " como hago ", " como saco ", " como pido ", " como solicito ", " como me ", " donde puedo ",
        " donde se ", " donde esta ", " donde estan ", " donde hay ", " cuando es ", " cuando se ", " cuando abre ",
        " cuando empieza ", " cuando pasa ",
        " a que hora ", " que hora ", " que horario ", " que dia ", " que dias ", " que documentos ", " que papeles ",
        " que necesito ", " que hay que ", " que hace falta ", " que tengo que ", " que requisitos ", " cual es ", " cuales son ",
        " cuanto cuesta ", " cuanto vale ", " cuanto tarda ", " cuantos ", " cuantas ", " hay que ", " se puede ", " puedo ",
        " podria ", " podrian decirme ", " me pueden decir ", " me puede decir ", " quisiera saber ", " queria saber ",
        " quiero saber ", " me gustaria saber ", " necesito saber ", " necesito informacion ", " informacion sobre ", " info sobre ",
        " informacion de ", " saber si ", " es posible ", " tienen ", " no se como ", " quien me ",
        " comment ", " ou puis je ", " ou est ", " ou sont ", " ou se trouve ", " ou trouver ", " ou dois je ", " quand ",
        " a quelle heure ",
        " quelle heure ", " quels sont ", " quelles sont ", " quel est ", " quelle est ", " quels documents ", " quels papiers ",
        " quel jour ", " quels jours ", " combien ", " est ce que ", " est ce qu ", " est il ", " puis je ", " peut on ",
        " dois je ", " faut il ", " que faut il ",
        " qu est ce ", " je voudrais savoir ", " j aimerais savoir ", " je souhaite savoir ", " je veux savoir ",
        " pouvez vous me dire ", " pourriez vous me dire ", " renseignement ", " renseignements ", " informations sur ",
        " information sur ", " infos sur ", " y a t il ", " avez vous ", " je ne sais pas comment ", " je cherche ",
        " je me demande ",
    ];

    /// <summary>Folded; as a message's first word, in a hurry too.</summary>
    private static readonly HashSet<string> Openers =
    [
        "how", "what", "when", "where", "which", "who", "whom", "whose", "why", "can", "could", "may", "is", "are", "do", "does",
        "did", "will", "would", "should", "any", "whats", "wheres", "whens", "hows", "wher", "wen", "wat",
        "como", "cuando", "donde", "cual", "cuales", "quien", "quienes", "cuanto", "cuanta", "cuantos", "cuantas", "puedo",
        "dnd", "cndo",
        "quand", "comment", "combien", "pourquoi", "quel", "quelle", "quels", "quelles", "qui", "quoi", "cmt", "cb",
    ];

    public static bool IsQuestion(string text)
    {
        var start = text.AsSpan(0, Math.Min(text.Length, MaxCharacters));
        if (text.AsSpan().IndexOfAny("?¿？؟") >= 0)
        {
            return true;
        }

        var words = " " + FoldedWords.Join(start);
        var first = words.AsSpan(1, Math.Max(words.IndexOf(' ', 1) - 1, 0)).ToString();
        return Openers.Contains(first) || Array.Exists(Asking, phrase => words.Contains(phrase, StringComparison.Ordinal));
    }
}
