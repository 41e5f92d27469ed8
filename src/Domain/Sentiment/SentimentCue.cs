namespace CleanFte.Domain.Sentiment;

/// <summary>What a phrase or word says about the writer's feeling. In the tables it is written in lower case.</summary>
internal enum SentimentCue
{
    /// <summary>Names the one who answers, so that a judgement in the same sentence is meant for them.</summary>
    Service,

    /// <summary>A thing, an animal or a person that is reported, and what a judgement beside it is about.</summary>
    Thing,

    /// <summary>Turns what follows into its opposite.</summary>
    Not,

    /// <summary>Makes what follows stronger.</summary>
    Very,

    /// <summary>Abuse, or an accusation that leaves no doubt.</summary>
    Fury,

    /// <summary>Anger at the service.</summary>
    Anger,

    /// <summary>A word of anger, which may as well be about what is reported.</summary>
    Judgement,

    /// <summary>An angry state of mind, which "not" may deny.</summary>
    Feeling,

    /// <summary>Impatience: one alone is mild, several are anger.</summary>
    Grumble,

    /// <summary>Praise of the service.</summary>
    Praise,

    /// <summary>Thanks, which may be mere courtesy.</summary>
    Thanks,

    /// <summary>A very bad word, about anything.</summary>
    Dreadful,

    /// <summary>A bad word, about anything.</summary>
    Bad,

    /// <summary>A good word, about anything.</summary>
    Good,

    /// <summary>A very good word, about anything.</summary>
    Splendid,
}
