using System.Globalization;
using System.Text;

namespace DealInsights.LoadTest.MadeDeals;

/// <summary>
/// Invents deals for a soak: many, each different. The same seed and number always give the same deal, whichever deals
/// are made before it. Not safe for concurrent use.
/// </summary>
internal sealed class DealMaker(int seed)
{
    private static readonly DateTime FirstDay = new(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Today = new(2026, 11, 23, 4, 0, 0, DateTimeKind.Utc);

    private readonly TalkWriter _talk = new();

    /// <summary>The name of the deal with a number: <c>Soak 0000001</c>.</summary>
    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"Soak {number:D7}");

    public MadeDeal Make(int number)
    {
        var random = new Random(unchecked((seed * 1_000_003) + number));
        var company = $"{Pick(random, Vocabulary.CompanyNames)} {Pick(random, Vocabulary.CompanyKinds)}";
        var owner = Pick(random, Vocabulary.Owners);
        var created = FirstDay.AddMinutes(random.Next(150 * 24 * 60));
        var offer = string.Create(CultureInfo.InvariantCulture, $"F-{number:D7}");

        var meetings = new List<MadeMeeting>();
        var date = DateOnly.FromDateTime(created);
        for (var left = random.Next(1, 3); left > 0; left--)
        {
            date = date.AddDays(random.Next(3, 60));
            meetings.Add(MakeMeeting(random, company, owner, offer, date));
        }

        return new MadeDeal
        {
            Number = number,
            Name = NameOf(number),
            Company = company,
            Stage = Pick(random, Vocabulary.Stages),
            Owner = owner,
            Amount = string.Create(CultureInfo.InvariantCulture, $"${random.Next(50, 9_000) * 100:N2}"),
            Created = created,
            LastUpdated = Today.AddSeconds(-random.Next(72 * 60 * 60)),
            Meetings = meetings,
        };
    }

    private MadeMeeting MakeMeeting(Random random, string company, string owner, string offer, DateOnly date)
    {
        var buyers = MakeBuyers(random, company);
        List<string> names = [.. buyers.Select(buyer => buyer.Name)];
        var words = new TalkWords(random, company, offer, names);

        return new MadeMeeting
        {
            Date = date,
            Title = Pick(random, Vocabulary.MeetingTitles),
            Intent = Pick(random, Vocabulary.Intents),
            HasChampion = random.Next(2) == 0,
            Topics = Several(random, Vocabulary.Topics, random.Next(2, 5)),
            Transcript = _talk.Write(random, words, owner, names),
            Buyers = buyers,
        };
    }

    private static List<MadeAttendee> MakeBuyers(Random random, string company)
    {
        var domain = company.ToLowerInvariant().Replace(' ', '-') + ".example";
        return
        [
            .. Several(random, Vocabulary.FirstNames, random.Next(2, 5)).Select(firstName =>
            {
                var lastName = Pick(random, Vocabulary.LastNames);
                var mailbox = $"{Plain(firstName)}.{Plain(lastName)}";
                var title = Pick(random, Vocabulary.Titles);
                return new MadeAttendee($"{firstName} {lastName}", $"{mailbox}@{domain}", title);
            }),
        ];
    }

    /// <summary>Lower case, with other letters than a to z left out of the mailbox.</summary>
    private static string Plain(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var letter in name.ToLowerInvariant().Where(char.IsAsciiLetter))
        {
            plain.Append(letter);
        }

        return plain.ToString();
    }

    private static string Pick(Random random, IReadOnlyList<string> words) => words[random.Next(words.Count)];

    /// <summary>So many different words.</summary>
    private static List<string> Several(Random random, string[] words, int count)
    {
        var chosen = new List<string>(count);
        while (chosen.Count < count)
        {
            var word = Pick(random, words);
            if (!chosen.Contains(word))
            {
                chosen.Add(word);
            }
        }

        return chosen;
    }
}
