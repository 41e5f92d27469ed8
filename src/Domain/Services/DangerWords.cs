namespace CleanFte.Domain.Services;

/// <summary>
/// Words that make any report dangerous. "No one was injured" counts too: a needless look costs less than a missed one.
/// "Dangerous" alone is not among them, because most people say it of most things they report.
/// </summary>
internal static class DangerWords
{
    public static IReadOnlyList<string> All { get; } =
    [
        // English
        "injured", "injury", "is hurt", "got hurt", "was hurt", "hurt himself", "hurt herself", "accident", "bleeding",
        "unconscious", "ambulance", "emergency", "in danger", "gas leak", "leaking gas", "gas smell", "smell of gas",
        "smells of gas", "smell gas", "smells like gas", "exposed cable", "exposed wire", "exposed wiring", "bare wire",
        "bare cable", "loose cable", "loose wire", "hanging cable", "hanging wire", "live wire", "live cable",
        "power line",
        "electrocuted", "electric shock", "on fire", "flames", "sparks", "sparking", "explosion", "exploded",
        "collapsed",
        "about to collapse", "trapped",

        // Spanish
        "herido", "herida", "lesionado", "lesionada", "accidente", "sangrando", "sangre", "inconsciente", "ambulancia",
        "emergencia", "en peligro", "fuga de gas", "escape de gas", "olor a gas", "huele a gas", "cable suelto",
        "cable pelado", "cable colgando", "cable al aire", "cable expuesto", "cable electrico", "electrocutado",
        "calambre", "descarga electrica", "incendio", "ardiendo", "en llamas", "chispas", "echa chispas", "explosion",
        "derrumbe", "derrumbado", "a punto de caer", "atrapado", "atrapada",

        // French
        "blesse", "blessee", "accident", "accidente", "saigne", "inconscient", "inconsciente", "ambulance",
        "urgence vitale",
        "en danger", "fuite de gaz", "odeur de gaz", "sent le gaz", "cable a nu", "cable denude", "fil denude",
        "fil a nu",
        "cable qui pend", "fil electrique", "cable electrique", "electrocute", "electrocution", "decharge electrique",
        "incendie", "en feu", "flammes", "etincelles", "explosion", "effondre", "effondree", "effondrement",
        "menace de tomber", "coince sous",
    ];
}
