using System.Collections.Frozen;

namespace CleanFte.Domain.Guardrails;

/// <summary>
/// What a name must end in to be opened by a touch. Without a list every missing space after a full stop would be a
/// link; endings that are missing here still count where a scheme, "www." or a path gives a link away.
/// </summary>
internal static class TopLevelDomains
{
    private const string Countries =
        "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca "
        + "cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo "
        + "fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it "
        + "je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn "
        + "mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps "
        + "pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj "
        + "tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw";

    private const string Generic =
        "academy accountant accountants adult aero agency alsace amazon amsterdam app apple arpa art asia attorney "
        + "auto baby bank bar barcelona beauty beer berlin best bet bible bid bike biz black blog blue bond brussels "
        + "builders buzz bzh cafe cam capital car care careers cars cash casino cat center centre cfd charity chat "
        + "cheap church city claims cleaning click clinic cloud club code codes coffee college com company computer "
        + "construction consulting contractors cool coop corp corsica country credit cricket cyou data date dating day "
        + "deals delivery democrat dental design dev digital direct discount doctor domains download earth eco edu "
        + "education email energy engineering estate eus example expert express faith fan fans finance financial fit "
        + "fitness foo football foundation free fun fund fyi gal gallery game games garden gift gifts gives global "
        + "gmbh gob goog google gouv gov green group guru hair health healthcare help hiv holdings holiday home homes "
        + "hospital host hosting hotel hotels house how icu inc industries info ink institute insurance int internal "
        + "international invalid jobs kids kim kitchen lan land lat law lawyer legal life link links live llc loan "
        + "loans local localhost lol london ltd madrid mail makeup management market marketing markets media men miami "
        + "mil mobi moe mom money monster moscow mov museum name net network new news ninja now nyc one onion online "
        + "ooo org page paris parking partners parts party pay pharmacy photo photos pictures pink pizza plumbing "
        + "poker porn post press pro promo properties quebec quest racing realestate recipes red rent rentals repair "
        + "report reports republican rest restaurant review reviews rocks run sale sarl sbs school science service "
        + "services sex sexy shop shopping site skin social software solar solutions space sport srl store stream "
        + "studio supplies supply support surf systems tax taxi team tech tel test tips today tokyo tools top tours "
        + "town trade trading travel tube university uno vacations ventures video vip vote voting voto web webcam "
        + "website wien wiki win wine winners work works world wtf xyz youtube zip zone";

    private const string Elsewhere =
        "рф укр бел срб мкд бг қаз 中国 中國 公司 网络 網絡 网址 在线 手机 商城 香港 台湾 한국 日本 みんな コム भारत ελ ευ онлайн сайт орг ком москва";

    private static readonly FrozenSet<string> All = $"{Countries} {Generic} {Elsewhere}".Split(' ')
        .Select(name => AnswerText.Read(name, name.Length).Folded).ToFrozenSet(StringComparer.Ordinal);

    /// <param name="label">The last label, folded.</param>
    public static bool Has(string label) => All.Contains(label) || label.StartsWith("xn--", StringComparison.Ordinal);
}
