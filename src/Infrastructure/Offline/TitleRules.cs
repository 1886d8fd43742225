using System.Collections.Frozen;
using System.Text.RegularExpressions;
using DealInsights.Domain.Stakeholders;

namespace DealInsights.Infrastructure.Offline;

/// <summary>
/// Judges by a job title whether its bearer may decide on a purchase. The rules apply in this order:
/// </summary>
/// <remarks>
/// <list type="number">
/// <item>The words after "assistant to", "office of" and the like belong to another person's title and are ignored.</item>
/// <item>A title of several parts ("CTO / Co-founder", "Director, IT") is true when one part is.</item>
/// <item>The words of a part before the first preposition name the role: "head" in "head of student services". Only
/// they count.</item>
/// <item>False is a beginner's, past or future role: junior, intern, trainee, former, ex-, aspiring.</item>
/// <item>False is a helper: assistant, secretary, aide. Not where the word qualifies a rank: "assistant vice
/// president".</item>
/// <item>True are the senior specialists, whatever follows: principal, distinguished, architect, fellow (not research
/// or teaching fellows), "chief …" (chief of staff and chief accountant too), and staff before a technical craft:
/// "staff engineer", but not "staff accountant", "member of technical staff", or plain "staff".</item>
/// <item>False is a role that ends in a lower one, also after a rank: engineer, analyst, consultant, specialist,
/// manager …: "CFO services consultant", "president's club manager".</item>
/// <item>True are the ranks: C-level abbreviations, founder, owner (not product or process owner), president and vice
/// president, VP with its variants, director, general manager, chair, partner (not HR or business partner), head
/// (not head chef, head nurse), general counsel, and many of the same in German, French, Spanish, Portuguese, Italian
/// and Dutch.</item>
/// <item>Everything else is false: manager and senior manager (they manage people, not managers), lead, engineer.</item>
/// </list>
/// "MD" is left out: it is a managing director as often as a physician.
/// </remarks>
internal static partial class TitleRules
{
    private static readonly FrozenSet<string> Ranks = Words(
        // English, and what English titles borrow
        """
        ceo cfo cto cio coo cmo cro ciso cso cpo chro cdo cco cao clo cbo cgo cxo caio cdao
        founder cofounder owner coowner proprietor president vp svp evp avp rvp gvp director dir gm
        chair chairman chairwoman chairperson head
        """,
        // German
        """
        geschäftsführer geschäftsführerin geschaeftsfuehrer geschaeftsfuehrerin geschaftsfuhrer
        geschäftsleiter geschäftsleiterin vorstand vorständin vorstandsmitglied vorstandsvorsitzender
        vorstandsvorsitzende direktor direktorin leiter leiterin leitung bereichsleiter bereichsleiterin
        abteilungsleiter abteilungsleiterin vertriebsleiter vertriebsleiterin entwicklungsleiter werksleiter
        betriebsleiter einkaufsleiter inhaber inhaberin gründer gründerin mitgründer mitgründerin
        """,
        // French
        """
        directeur directrice pdg dsi daf drh président présidente fondateur fondatrice cofondateur cofondatrice
        gérant gérante
        """,
        // Spanish, Portuguese, Italian
        """
        directora presidente presidenta vicepresidente vicepresidenta fundador fundadora cofundador propietario
        propietaria diretor diretora direttore direttrice amministratore fondatore fondatrice titolare
        """,
        // Dutch
        "eigenaar oprichter bestuurder");

    private static readonly FrozenSet<string> Prepositions =
        Words("of for at in with de du des au del do da di der für fuer von");

    private static readonly FrozenSet<string> Specialists =
        Words("principal distinguished architect architekt architektin architecte chief");

    private static readonly FrozenSet<string> StaffCrafts = Words(
        """
        engineer developer programmer architect scientist designer researcher technologist sre swe software product
        program technical
        """);

    private static readonly FrozenSet<string> LowerRoles = Words(
        """
        engineer developer programmer analyst consultant specialist coordinator administrator admin representative rep
        accountant clerk technician agent advisor adviser nurse recruiter designer associate assistant secretary intern
        manager supervisor executive officer planner buyer writer editor tester instructor trainer
        """);

    private static readonly FrozenSet<string> Helpers = Words(
        """
        assistant assistants assistante assistent assistentin asistente assistente secretary sekretärin aide pa ea
        receptionist
        """);

    private static readonly FrozenSet<string> Beginners = Words(
        """
        junior jr intern internship trainee apprentice student graduate werkstudent werkstudentin praktikant
        praktikantin stagiaire past former formerly ex retired emeritus aspiring future ehemaliger ehemalige ancien
        ancienne
        """);

    private static readonly FrozenSet<string> NotTheCompanysOwner = Words(
        """
        product process service data system account risk application app platform feature backlog journey solution
        technical project task control
        """);

    private static readonly FrozenSet<string> PartnersInTheFirm = Words(
        "managing senior equity founding general associate limited named law tax audit investment venture practice");

    private static readonly FrozenSet<string> HeadTrades = Words(
        "chef cook nurse teacher coach waiter waitress bartender barista cashier gardener groom librarian");

    private static readonly FrozenSet<string> AcademicFellows =
        Words("research teaching postdoctoral postdoc clinical visiting policy graduate");

    /// <summary>Whether the bearer of a title may decide.</summary>
    /// <param name="title">In the form of <see cref="JobTitle.Normalize"/>: lower case.</param>
    public static bool MayDecide(string title) => Judge(title).MayDecide;

    /// <summary>Judges a title; the rule is that of the part that decides, or else of the first part.</summary>
    /// <param name="title">In the form of <see cref="JobTitle.Normalize"/>: lower case.</param>
    public static TitleJudgement Judge(string title)
    {
        var rules = PartSeparator().Split(SomebodyElse().Replace(title, "")).Select(RuleOfPart).ToList();
        var deciding = rules.FindIndex(rule => rule is TitleRule.Rank or TitleRule.SeniorSpecialist);

        return deciding >= 0
            ? TitleJudgement.ByRule(mayDecide: true, rules[deciding])
            : TitleJudgement.ByRule(mayDecide: false, rules[0]);
    }

    private static TitleRule RuleOfPart(string part)
    {
        var role = RoleWords(part);

        return role switch
        {
            _ when role.Any(Beginners.Contains) => TitleRule.BeginnerOrFormer,
            _ when HasHelper(role) => TitleRule.Helper,
            _ when IsSeniorSpecialist(role) => TitleRule.SeniorSpecialist,
            _ when !HasRank(role) => TitleRule.NoRank,
            _ when EndsInLowerRole(role) => TitleRule.LowerRole,
            _ => TitleRule.Rank,
        };
    }

    private static string[] RoleWords(string part)
    {
        var words = Word().Matches(part)
            .Select(word => word.Value.Replace(".", "", StringComparison.Ordinal))
            .ToArray();
        var preposition = Array.FindIndex(words, Prepositions.Contains);

        return preposition > 0 ? words[..preposition] : words;
    }

    // "Assistant director" is a director; "director's assistant" is not.
    private static bool HasHelper(string[] role) =>
        role.Where((word, index) => Helpers.Contains(word) && !QualifiesARank(role, index)).Any();

    private static bool QualifiesARank(string[] role, int index) =>
        index + 1 < role.Length
        && (Ranks.Contains(role[index + 1]) || role[index + 1] is "vice" or "general" or "managing" or "principal");

    private static bool IsSeniorSpecialist(string[] role) =>
        role.Any(Specialists.Contains)
        || role.SkipWhile(word => word != "staff").Any(StaffCrafts.Contains)
        || (role.Contains("fellow") && !role.Any(AcademicFellows.Contains));

    private static bool HasRank(string[] role) =>
        role.Where((_, index) => IsRank(role, index)).Any() || ContainsInARow(role, "general", "counsel");

    private static bool IsRank(string[] role, int index)
    {
        var before = index > 0 ? role[index - 1] : "";
        var after = index + 1 < role.Length ? role[index + 1] : "";

        return role[index] switch
        {
            "owner" => !NotTheCompanysOwner.Contains(before),
            "head" => !HeadTrades.Contains(after),
            "manager" => before == "general",
            "gerente" => after == "general",
            "partner" => after.Length == 0 && (before.Length == 0 || PartnersInTheFirm.Contains(before)),
            var word => Ranks.Contains(word),
        };
    }

    // The general manager is the one manager who manages managers by title.
    private static bool EndsInLowerRole(string[] role) =>
        LowerRoles.Contains(role[^1]) && !ContainsInARow(role, "general", "manager");

    private static bool ContainsInARow(string[] words, string first, string second) =>
        words.Zip(words.Skip(1)).Any(pair => pair == (first, second));

    private static FrozenSet<string> Words(params string[] lists) =>
        lists
            .SelectMany(list => list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .ToFrozenSet(StringComparer.Ordinal);

    // Rule 1. "Go-to-market" has a "to" too, hence the list of those who serve somebody. An office of one's own
    // ("CEO office") goes with its owner.
    [GeneratedRegex(
        @"(?<=\b(?:assistant|secretary|aide|ea|pa|advisor|adviser|analyst|coordinator|associate|specialist|support|"
        + @"liaison|partner|consultant|manager|deputy|reporting|reports))\s+(?:to|for)\b.*|"
        + @"\boffice of\b.*|\b(?:ceo|cfo|cto|cio|coo|president|director|chair(?:man)?)(?:['’]?s)?\s+office\b.*",
        RegexOptions.CultureInvariant)]
    private static partial Regex SomebodyElse();

    // A hyphen inside a word ("co-founder") separates nothing; one between spaces, or a dash, does.
    [GeneratedRegex(@"[,/&|;:+•·()\[\]{}–—]|\s-\s|\b(?:and|und|et)\b", RegexOptions.CultureInvariant)]
    private static partial Regex PartSeparator();

    // Periods stay inside a word, so that "v.p." and "c.e.o." are one.
    [GeneratedRegex(@"[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}.])*", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
