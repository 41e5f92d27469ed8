using System.Collections.Frozen;

namespace CleanFte.Domain.Conversations;

/// <summary>The words that give a language away: its small words, and what people write to a town hall about.</summary>
internal static class LanguageWords
{
    public const int En = 0;
    public const int Es = 1;
    public const int Fr = 2;

    /// <summary>Neighbouring languages we do not speak, so that they are not taken for one that we do.</summary>
    public const int None = 3;

    public const int Languages = 4;

    /// <summary>A word of one language only tells more than one that several share ("la", "place").</summary>
    private const int OwnWord = 3;

    /// <summary>One of the many words that people write in one of the languages only; see <c>words.*.txt</c>.</summary>
    private const int TypicalWord = 2;

    private const int SharedWord = 1;

    private const string English = """
        the a an and or of to in on at is are was were be been it its s t this that these those there here for from
        with without not no my your our we you they he she i im me us have has had do does did dont doesnt can cant
        could would will should please pls plz thanks thank thx hello hi hey dear sir madam good morning evening
        afternoon street road avenue lane square town city hall near outside front behind opposite corner next side
        house home building school light lights lamp post streetlight lamppost pole broken out off pothole potholes
        hole holes crack rubbish trash garbage bin bins waste litter collected collection dumped dumping mattress sofa
        bags water leak leaking burst pipe sewer drain drains manhole cover blocked clogged overflow overflowing tree
        trees branch branches fallen fell down sign signs traffic stop red green dog dogs cat stray loose noise noisy
        loud music party neighbour neighbours neighbor neighbors car cars van vehicle abandoned parked sidewalk
        pavement kerb curb path park playground swing slide bench graffiti paint painted wall flood flooded flooding
        rain smell smells gas since for days day week weeks month months ago yesterday today night still again always
        never nobody someone somebody anybody need needs want report reporting fix fixed repair repaired help when
        what where who why how about very big huge dangerous danger after before all every any some more been missing
        working work works came come send number status know open opened status ticket request problem issue kids
        children people hit flat tyre tire injured accident everywhere great job guys sorry wrong picture yes okay form
        stuck opening hours office lost wallet window app password login invoice cancel booking price cost much many
        email phone call answer answers useless thing things nothing something really just now then because if but so
        him her them their his hers who's whose get got give go going know think tell see say said make made take work
        worse worst better best good bad new old first last under over into than too also only again year years
        please welcome anymore until while looking tried trying error screen file update deleted cannot
        """;

    private const string Spanish = """
        el la los las un una unos unas y o u e de del al a en es son esta este esto estos estan estaba era fue ser hay
        habia por para con sin no si mi mis tu su sus nuestro nuestra que q como cuando donde quien cual porque xq pq
        muy mas pero se lo le les me te nos ya desde hace ha han he hasta entre sobre tras ante todo toda todos todas
        otro otra otra vez dia dias semana semanas mes meses ayer hoy manana noche noches tarde tardes hola buenos
        buenas bno gracias favor porfa saludos ayuntamiento alcalde municipio pueblo ciudad calle avenida avda paseo
        plaza barrio esquina frente junto cerca lado casa edificio colegio escuela bache baches vache hueco hoyo
        socavon agujero farola farolas alumbrado bombilla luz luces basura basuras contenedor contenedores colchon
        muebles sofa escombros vertido agua fuga escape tuberia alcantarilla alcantarillado arqueta tapa cloaca atasco
        atascada semaforo semaforos senal senales trafico arbol arboles rama ramas caido caida cayo perro perros gato
        gatos suelto sueltos callejero ruido ruidos musica fiesta vecino vecinos coche coches carro furgoneta vehiculo
        abandonado abandonada acera aceras banqueta baldosa parque columpio columpios tobogan pintada pintadas pared
        muro grafiti inundacion inundada inundado lluvia huele olor mal malo mala roto rota rotos rotas apagada
        apagadas fundida fundidas lleno llena sucio sucia suciedad quiero queria quisiera necesito necesitamos pueden
        puede podrian podria arreglar arreglen recoger recogen recogido recogida nadie llevamos lleva llevan tengo
        tenemos estoy estamos enorme grande peligro peligroso aviso avisar reportar denunciar incidencia numero estado
        ninos gente herido accidente rompio falta faltan funciona funcionan paso pasa solo tambien siempre nunca nada
        algo alguien mejor peor trabajo ustedes vosotros usted ellos ellas sois eres soy somos van vamos voy viene
        vienen hacer hace hecho haciendo dice dicen dijo dijeron decir puedo poner ver veo necesita quieren porfavor
        clave contrasena factura reserva horario abre cierra cita pedido correo telefono llamar llamada respuesta
        contesta ayuda ayudar verguenza perdon adios vale ninguna ninguno ahora luego todavia aun cada mismo misma
        pantalla archivo datos borrado sigue siguen anos ano despues antes dentro fuera aqui ahi alli
        """;

    private const string French = """
        le la les l un une des du de d et ou a au aux en est sont etait ete il elle ils elles y dans sur sous pour par
        avec sans ne n pas plus mon ma mes ton votre vos notre nos leur que qu qui quoi quand comment pourquoi ou tres
        mais se s ce c cet cette ces ca je j nous vous on me m moi depuis jour jours semaine semaines mois hier
        aujourd hui demain nuit soir matin bonjour bonsoir salut merci svp stp plait madame monsieur cordialement
        mairie maire commune ville village rue avenue boulevard place quartier angle coin devant derriere pres cote
        chez face maison immeuble ecole nid poule nids poules trou trous chaussee route lampadaire lampadaires
        reverbere eclairage lumiere lumieres ampoule poubelle poubelles ordures dechets bac bacs ramassage ramasse
        ramassees passe passes encombrants matelas canape depot sauvage gravats eau fuite tuyau canalisation egout
        egouts bouche plaque avaloir bouchee bouche feu feux tricolore tricolores panneau panneaux signalisation arbre
        arbres branche branches tombe tombee chien chiens chat errant errants bruit bruits tapage musique fete voisin
        voisins voiture voitures vehicule camionnette epave abandonnee abandonne trottoir trottoirs dalle parc jeux
        aire balancoire toboggan tag tags graffiti mur inondation inondee inonde pluie sent odeur mauvais mauvaise
        casse cassee casses panne eteint eteinte eteints allume marche fonctionne plein pleine sale voudrais veux faut
        faudrait pouvez peut peux merci reparer enlever ramasser personne toujours encore jamais rien tout tous toute
        toutes enorme grand gros grosse dangereux danger signaler signalement probleme numero suivi etat statut
        enfants gens blesse accident creve pneu quelqu un deja fois ici entre juste apres avant vers stationnee gaz
        oui non alors donc parce comme aussi bien bon bonne beau belle travail boulot mieux pire moi toi lui eux
        suis es sommes etes avez avons ai as ont fait faites faire dit dire voir vois va vont vais viens vient
        connecter connexion impossible mot passe oublie mille mercis genial menteurs facture fausse faux erreur reserver reservation horaires
        ouvre ouvert ferme fermee rendez dossier courriel courrier telephone appeler appel reponse repond repondez
        aide aider honte desole pardon revoir jointe joint ci maintenant chaque meme memes leurs ces celui celle
        ecran fichier donnees annees annee dehors dedans perdu mort ans beaucoup trop peu assez nuls
        """;

    private const string Others = """
        os um uma nao na em do da dos das rua buraco lixo obrigado obrigada ola bom com ao minha nossa isso esta luz
        agua der die das und ist nicht ein eine einen auf mit im vor dem den strasse bitte danke hallo guten tag ich
        wir seit il lo gli che di della dello nel nella sul una strada buca grazie buongiorno non per sono c via acqua
        rotto luce muito vielen dank fur wo kann mich wann wie wird kaputt problema tenho foi quando vao meu minha
        ontem vorrei un il lampione funziona niente grazie mille per quando perdita het mijn wanneer jullie voor
        zijn niet geleegd bon dia el no quan moltes tot recollit het een van niet op straat voor naar aan graag bedankt is er de in carrer amb aquesta aquest els hi
        ha fa molt bon trencat escombraries
        """;

    private static readonly FrozenDictionary<string, (int Languages, int Weight)> Words =
        Read(English, Spanish, French, Others);

    private static readonly FrozenDictionary<string, (int Languages, int Weight)>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        Words.GetAlternateLookup<ReadOnlySpan<char>>();

    public static string Name(int language) => language switch
    {
        En => "en",
        Es => "es",
        Fr => "fr",
        _ => LanguageGuess.Other,
    };

    /// <summary>Whether it is a word that people write to a town hall, in any of the languages.</summary>
    /// <param name="word">Folded.</param>
    public static bool Holds(ReadOnlySpan<char> word) => BySpan.ContainsKey(word);

    /// <summary>Adds what the word tells; false when it tells nothing.</summary>
    public static bool Score(ReadOnlySpan<char> word, Span<int> scores)
    {
        if (!BySpan.TryGetValue(word, out var found))
        {
            return false;
        }

        for (var i = 0; i < Languages; i++)
        {
            scores[i] += ((found.Languages >> i) & 1) * found.Weight;
        }

        return true;
    }

    /// <summary>A word's languages as bits, and what it counts.</summary>
    private static FrozenDictionary<string, (int, int)> Read(params ReadOnlySpan<string> lists)
    {
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < lists.Length; i++)
        {
            foreach (var word in Split(lists[i]))
            {
                words[word] = words.GetValueOrDefault(word) | (1 << i);
            }
        }

        var weighed = words.ToDictionary(w => w.Key, w => (w.Value, int.IsPow2(w.Value) ? OwnWord : SharedWord));
        foreach (var language in (int[])[En, Es, Fr])
        {
            foreach (var word in Split(Typical(Name(language))))
            {
                weighed.TryAdd(word, (1 << language, TypicalWord));
            }
        }

        return weighed.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string[] Split(string words) =>
        words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

    private static string Typical(string language)
    {
        using var stream = typeof(LanguageWords).Assembly.GetManifestResourceStream($"words.{language}.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
