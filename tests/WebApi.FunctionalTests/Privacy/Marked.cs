namespace DealInsights.WebApi.FunctionalTests.Privacy;

/// <summary>
/// Words that occur nowhere but in what is personal or secret, to be looked for in what is not. Letters and digits alone:
/// no encoding changes them.
/// </summary>
internal static class Marked
{
    public const string Deal = "Zqdeal7f31";
    public const string Unknown = "Zqunknown7f31";
    public const string Owner = "Zqowner7f31";
    public const string Name = "Zqperson7f31";
    public const string Email = "Zqmail7f31@zqhost7f31.example";
    public const string Title = "VP of Zqtitle7f31";
    public const string Spoken = "We agreed to run a pilot of zqspoken7f31 in March.";
    public const string Concern = "Zqconcern7f31";
    public const string Answer = "Discussing zqanswer7f31.";
    public const string ModelKey = "zqmodelkey7f31";
    public const string WrongKey = "zqwrongkey7f31";
    public const string OperatorKey = "zqoperatorkey7f31-that-is-long-enough";
    public const string HubSpotSecret = "zqhubspotsecret7f31-that-is-long-enough";

    /// <summary>What must not be found, whatever its letter case.</summary>
    public static readonly string[] Words =
    [
        "zqdeal7f31", "zqunknown7f31", "zqowner7f31", "zqperson7f31", "zqmail7f31", "zqhost7f31", "zqtitle7f31",
        "zqspoken7f31", "zqconcern7f31", "zqanswer7f31", "zqmodelkey7f31", "zqwrongkey7f31", "zqoperatorkey7f31",
        "zqhubspotsecret7f31",
    ];

    /// <summary>The files that <c>import</c> loads.</summary>
    public static async Task WriteAsync(string folder)
    {
        await WriteAsync("deal_info", $$"""{"deal_id":"{{Deal}}","owner":"{{Owner}}","stage":"won","amount":"$1.00"}""", $$"""{"_id":"d1","deal_id":"{{Deal}} damaged","owner":{"{{Owner}}":7},"stage":["{{Owner}}"]}""");
        await WriteAsync("deal_timeline", $$"""{"deal_id":"{{Deal}}","events":[{"content":"{{Spoken}}"}],"start_date":"{{Spoken}}","end_date":7}""");
        await WriteAsync("deal_insights", $$"""{"deal_id":"{{Deal}}","concerns":[{"pricing_concerns":{"has_concerns":"{{Concern}}","explanation":"{{Concern}}" } },"{{Concern}}"]}""");
        await WriteAsync(
            "meeting_insights",
            $$"""{"deal_id":"{{Deal}}","meeting_id":"{{Deal}}_1","meeting_date":"2026-01-05","meeting_title":"{{Spoken}}","transcript":"{{Spoken}}","buyer_attendees":[{"name":"{{Name}}","email":"{{Email}}","title":"{{Title}}"}]}""",
            $$"""{"deal_id":"{{Deal}}","meeting_id":"{{Deal}}_2","meeting_date":"{{Spoken}}","transcript":7,"buyer_attendees":["{{Name}}",{"name":["{{Name}}"]}]}""",
            // Refused, which is told.
            $$"""{"deal_id":["{{Deal}}"],"meeting_id":"{{Email}}"}""");

        Task WriteAsync(string collection, params string[] documents) =>
            File.WriteAllLinesAsync(Path.Combine(folder, $"{collection}.json"), documents);
    }
}
