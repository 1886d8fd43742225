using System.Text.RegularExpressions;

namespace DealInsights.Infrastructure.Offline;

/// <summary>The signals of a sentence about a sale.</summary>
[Flags]
internal enum SalesSignals
{
    /// <summary>Nothing that stands out.</summary>
    None = 0,

    /// <summary>Something was decided, agreed or promised.</summary>
    Decision = 1,

    /// <summary>The buyer leans towards buying.</summary>
    Positive = 2,

    /// <summary>Something keeps the buyer from buying.</summary>
    Negative = 4,
}

/// <summary>
/// Finds <see cref="SalesSignals"/> by phrases. English only; text in another language has no signals and is summarized
/// by its words.
/// </summary>
internal static partial class SalesSignalFinder
{
    /// <summary>The signals of one sentence, any number of them.</summary>
    public static SalesSignals Find(string sentence) =>
        (Decisions().IsMatch(sentence) ? SalesSignals.Decision : SalesSignals.None)
        | (Positives().IsMatch(sentence) && !Negations().IsMatch(sentence) ? SalesSignals.Positive : SalesSignals.None)
        | (Negatives().IsMatch(sentence) ? SalesSignals.Negative : SalesSignals.None);

    [GeneratedRegex(
        @"\b(we(?:'ve| have)? (?:agreed|decided)|agreed (?:to|on|that)|decided (?:to|on|that)|decisions?|"
        + @"next steps?|action items?|follow[- ]up|will (?:send|share|schedule|set up|sign|provide|introduce|prepare)|"
        + @"i'll (?:send|share|schedule|set up|prepare)|"
        + @"by (?:monday|tuesday|wednesday|thursday|friday|end of|next week)|"
        + @"by (?:january|february|march|april|may|june|july|august|september|october|november|december)|"
        + @"let's (?:do|go|start|book|sign|meet|take|plan)|"
        + @"we(?:'ll| will) (?:do|take|go|sign|start|run|send|bring|need)|"
        + @"(?:put|write) (?:that|it|this) in(?:to)? the (?:offer|contract|quote|order)|"
        + @"go ahead|signature|sign(?:s|ed|ing| off)|"
        + @"deadline|go[- ]live|approved?|commit(?:ted)? to|rollout|renew(?:al|ed)?|order form|purchase order)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Decisions();

    [GeneratedRegex(
        @"\b(mov(?:e|ing) forward|excited|impress(?:ed|ive)|love (?:it|this|the|how|that)|great fit|good fit|"
        + @"perfect|exactly what we|looking forward|interested in|keen|ready to (?:buy|sign|start|move|go)|"
        + @"budget (?:is|has been|was) (?:approved|allocated|available|set aside)|champion|would (?:solve|save|help)|"
        + @"send (?:us|over|me) (?:a|the) (?:contract|proposal|quote|order form)|happy with|convinced|priority|"
        + @"executive (?:buy-in|support|sponsor)|no doubt|we(?:'d| would) like to|i(?:'d)? want (?:this|it)|"
        + @"sav(?:es?|ed|ing) (?:us|me|the)|works? (?:well )?for (?:us|me))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Positives();

    [GeneratedRegex(
        @"\b(too (?:expensive|high|much|complex|long|risky)|expensive|no budget|over budget|"
        + @"(?:budget|headcount|spending|hiring)\b.{0,20}\b(?:frozen|freeze|cut|tight|gone)|"
        + @"concern(?:s|ed)?|worr(?:y|ied|ies)|hesitant|push ?back|delay(?:ed)?|postpone[ds]?|risk[sy]?|blocker|"
        + @"not (?:sure|convinced|ready|a priority|in the budget|able to)|(?<!no )objections?|competitor|locked in|"
        + @"already (?:use|using|have|work with)|happy with our current|security review|legal review|"
        + @"can(?:no|')t (?:commit|decide|sign|justify|afford)|missing (?:feature|integration)|deal ?breaker|"
        + @"lower price|discount|not cheap|complain(?:s|t|ts)?|los(?:e|es|ing) money|nobody signs|problem|"
        + @"(?:don't|won't|can't) (?:want|pay|sign|bring|buy|switch))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Negatives();

    // "We are not ready to sign" holds a positive phrase and is none.
    [GeneratedRegex(
        @"\b(?:not|never|isn't|aren't|don't|doesn't|won't|wasn't|weren't|hardly|no longer)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Negations();
}
