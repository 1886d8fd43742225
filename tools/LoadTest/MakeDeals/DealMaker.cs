using System.Globalization;
using System.Text.Json.Nodes;

namespace DealInsights.LoadTest.MakeDeals;

/// <summary>What the made deals hold on average.</summary>
internal sealed record DealShape(double Meetings, double Events, int TranscriptLength);

/// <summary>
/// Makes the stored documents of invented deals. The same seed, shape and number give the same deal, whichever deals are
/// made before it.
/// </summary>
internal sealed class DealMaker(int seed, DealShape shape)
{
    private static readonly DateTime FirstDay = new(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime LastUpdated = new(2026, 11, 23, 4, 0, 0, DateTimeKind.Utc);

    /// <summary>The deal with a number: <c>Made 0000001</c>.</summary>
    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"Made {number:D7}");

    /// <summary>Returns a deal's documents with their collections, in the form of mongoexport.</summary>
    public IEnumerable<(string Collection, JsonObject Document)> Make(int number)
    {
        var random = new Random(unchecked((seed * 1_000_003) + number));
        var company = $"{Words.Pick(random, "companyName")} {Words.Pick(random, "companyKind")}";
        var owner = Words.Pick(random, "owner");
        var created = FirstDay.AddMinutes(random.Next(150 * 24 * 60));
        var buyers = MakeBuyers(random, company);
        var talk = new TalkWriter(random, company, owner, [.. buyers.Select(buyer => (string)buyer["name"]!)]);

        yield return ("deal_info", MakeDeal(random, number, company, owner, created));
        yield return ("deal_timeline", MakeTimeline(random, number, created, talk));
        yield return ("deal_insights", MakeConcerns(random, number, talk));
        foreach (var (meeting, position) in MakeMeetings(random, number, created, talk, buyers).Select((m, at) => (m, at)))
        {
            yield return ("meeting_insights", WithId(meeting, 4, number, position));
        }
    }

    private static JsonObject MakeDeal(Random random, int number, string company, string owner, DateTime created) => WithId(
        new JsonObject
        {
            ["deal_id"] = NameOf(number),
            ["deal_name"] = NameOf(number),
            ["company_name"] = company,
            ["stage"] = Words.Pick(random, "stage"),
            ["owner"] = owner,
            ["amount"] = string.Create(CultureInfo.InvariantCulture, $"${random.Next(50, 9_000) * 100:N2}"),
            ["created_date"] = Date(created),
            ["last_modified_date"] = Date(LastUpdated),
            ["last_updated"] = Date(LastUpdated),
        },
        collection: 1,
        number);

    private JsonObject MakeTimeline(Random random, int number, DateTime created, TalkWriter talk)
    {
        var events = new JsonArray();
        var date = created;
        for (var left = Around(random, shape.Events); left > 0; left--)
        {
            events.Add(MakeEvent(random, date, talk));
            date = date.AddMinutes(random.Next(60, 7 * 24 * 60));
        }

        return WithId(
            new JsonObject
            {
                ["deal_id"] = NameOf(number),
                ["events"] = events,
                ["start_date"] = Day(created),
                ["end_date"] = Day(date),
                ["champions_summary"] = talk.Fill("{buyer} speaks for {product} in {city}."),
                ["last_updated"] = Date(LastUpdated),
            },
            collection: 2,
            number);
    }

    private static JsonObject MakeEvent(Random random, DateTime date, TalkWriter talk)
    {
        var id = random.NextInt64(10_000_000_000, 99_999_999_999).ToString(CultureInfo.InvariantCulture);
        var content = talk.WriteTranscript(random.Next(200, 2_000));
        return new JsonObject
        {
            ["event_id"] = $"evt_{id}",
            ["engagement_id"] = id,
            ["event_type"] = Words.Pick(random, "eventType"),
            ["event_date"] = Date(date),
            ["subject"] = talk.Fill(Words.Pick(random, "subject")),
            ["content"] = content,
            ["content_preview"] = content[..100] + "...",
            ["sentiment"] = Words.Pick(random, "sentiment"),
            ["buyer_intent"] = Words.Pick(random, "intent"),
            ["buyer_intent_explanation"] = new JsonObject { ["Need"] = new JsonArray(talk.Fill("They named {pain}.")) },
        };
    }

    private static JsonObject MakeConcerns(Random random, int number, TalkWriter talk)
    {
        var (pricing, undecided, vendor) = (random.Next(2) == 0, random.Next(2) == 0, random.Next(2) == 0);
        return WithId(
            new JsonObject
            {
                ["deal_id"] = NameOf(number),
                ["concerns"] = new JsonArray(new JsonObject
                {
                    ["pricing_concerns"] = Concern("has_concerns", pricing, "{money} is more than {buyer2} can approve."),
                    ["no_decision_maker"] = Concern("is_issue", undecided, "Nobody named who signs offer {offer}."),
                    ["already_has_vendor"] = Concern("has_vendor", vendor, "{rival} is in use until {month}."),
                }),
                ["pricing_concerns"] = pricing ? 1 : 0,
                ["no_decision_maker"] = undecided ? 1 : 0,
                ["existing_vendor"] = vendor ? 1 : 0,
                ["last_updated"] = Date(LastUpdated),
            },
            collection: 3,
            number);

        JsonObject Concern(string flag, bool isSet, string explanation) =>
            new() { [flag] = isSet, ["explanation"] = isSet ? talk.Fill(explanation) : "" };
    }

    private IEnumerable<JsonObject> MakeMeetings(
        Random random, int number, DateTime created, TalkWriter talk, IReadOnlyList<JsonObject> buyers)
    {
        var date = created;
        for (var left = Around(random, shape.Meetings); left > 0; left--)
        {
            date = date.AddDays(random.Next(3, 30));
            var topics = Words.Several(random, "topic", random.Next(2, 5));
            yield return new JsonObject
            {
                ["deal_id"] = NameOf(number),
                ["meeting_id"] = $"{NameOf(number)}_{Day(date)}",
                ["meeting_title"] = Words.Pick(random, "meetingTitle"),
                ["meeting_date"] = Day(date),
                ["buyer_intent"] = new JsonObject
                {
                    ["intent"] = Words.Pick(random, "intent"),
                    ["summary"] = $"They talked about {string.Join(", ", topics)}.",
                },
                ["champion_analysis"] = new JsonArray(new JsonObject
                {
                    ["name"] = (string)buyers[0]["name"]!,
                    ["is_champion"] = random.Next(2) == 0,
                    ["evidence"] = talk.Fill("Asked for {product} in {city}."),
                }),
                ["topics"] = new JsonArray([.. topics.Select(topic => JsonValue.Create(topic))]),
                ["transcript"] = talk.WriteTranscript(Around(random, shape.TranscriptLength)),
                ["buyer_attendees"] = new JsonArray([.. buyers.Select(buyer => buyer.DeepClone())]),
                ["last_updated"] = Date(LastUpdated),
            };
        }
    }

    private static IReadOnlyList<JsonObject> MakeBuyers(Random random, string company)
    {
        var domain = company.ToLowerInvariant().Replace(' ', '-') + ".example";
        return
        [
            .. Words.Several(random, "firstName", random.Next(2, 5)).Select(firstName =>
            {
                var lastName = Words.Pick(random, "lastName");
                var title = Words.Pick(random, "rank").Replace("{0}", Words.Pick(random, "department"), StringComparison.Ordinal);
                return new JsonObject
                {
                    ["name"] = $"{firstName} {lastName}",
                    ["email"] = $"{firstName}.{lastName}@{domain}".ToLowerInvariant(),
                    ["title"] = title,
                };
            }),
        ];
    }

    /// <summary>A number from half to one and a half times the average; at least 1.</summary>
    private static int Around(Random random, double average) =>
        Math.Max(1, (int)Math.Round(average * (0.5 + random.NextDouble())));

    /// <summary>Adds an <c>_id</c> that no other made document has.</summary>
    private static JsonObject WithId(JsonObject document, int collection, int number, int position = 0)
    {
        document.Insert(0, "_id", new JsonObject
        {
            ["$oid"] = string.Create(CultureInfo.InvariantCulture, $"6a{collection:x6}{position:x8}{number:x8}"),
        });
        return document;
    }

    private static JsonObject Date(DateTime date) => new() { ["$date"] = date };

    private static string Day(DateTime date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
