using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DealInsights.HostileInput;

/// <summary>A request, or something like one.</summary>
/// <param name="Number">Its number in the run; with the run's seed it makes the same text again.</param>
/// <param name="Text">What is sent, encoded as UTF-8.</param>
/// <param name="HasKey">Whether it carries a valid key.</param>
internal sealed record HostileRequest(int Number, string Text, bool HasKey)
{
    /// <summary>The beginning of the first line; the key is in a later one.</summary>
    public string FirstLine => new([.. Text.TakeWhile(letter => letter is not '\r').Take(200)]);
}

/// <summary>Makes requests that no honest client sends, each from the seed and its number alone.</summary>
/// <param name="seed">The run's seed.</param>
/// <param name="key">A valid key, which half of the requests carry; null for none.</param>
/// <param name="served">What the service serves: a new endpoint is covered as soon as its document lists it.</param>
internal sealed partial class RequestMaker(int seed, string? key, ServedOperations served)
{
    private static readonly Dictionary<string, string[]> Words = JsonSerializer.Deserialize<Dictionary<string, string[]>>(
        typeof(RequestMaker).Assembly.GetManifestResourceStream("Words.json")!)!;

    /// <summary>Makes the request of a number.</summary>
    public HostileRequest Make(int number)
    {
        var random = new Random(unchecked((seed * 1_000_003) + number));
        var hasKey = key is not null && random.Next(2) == 0;
        var text = random.Next(12) switch
        {
            0 => Fill(random, Pick(random, Words["broken"])),
            1 => HugeHead(random),
            2 => Fill(random, Pick(random, Words["smuggled"])),
            _ => Usual(random),
        };
        return new HostileRequest(number, hasKey ? InsertHeader(text, $"X-Api-Key: {key}") : text, hasKey);
    }

    private string Fill(Random random, string template) => Placeholder().Replace(
        template, placeholder => placeholder.Value == "{target}" ? Target(random) : Noise(random, 200));

    private static string InsertHeader(string text, string header) =>
        text.IndexOf("\r\n", StringComparison.Ordinal) is var end and > 0
            ? $"{text[..end]}\r\n{header}{text[end..]}"
            : text;

    private string Usual(Random random)
    {
        var operation = PickOperation(random);
        var request = new StringBuilder($"{MethodOf(random, operation)} {Target(random, operation)} HTTP/1.1\r\n")
            .Append("Host: localhost\r\nConnection: close\r\n");
        for (var count = random.Next(5); count > 0; count--)
        {
            var (name, value) = (Pick(random, Words["headers"]), Pick(random, Words["headerValues"]));
            for (var times = random.Next(6) == 0 ? 3 : 1; times > 0; times--)
            {
                request.Append(name).Append(": ").Append(random.Next(8) == 0 ? Noise(random, 40) : value).Append("\r\n");
            }
        }

        if (operation.Method == "GET" && random.Next(8) > 0)
        {
            return request.Append("\r\n").ToString();
        }

        var body = random.Next(3) == 0 ? new string('x', 20_000) : Pick(random, Words["values"]);
        var length = body.Length + random.Next(-1, 2);
        return request.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n\r\n{body}").ToString();
    }

    private static string HugeHead(Random random) => random.Next(4) switch
    {
        0 => Head($"/api/v3/deals/{new string('a', random.Next(1_000, 40_000))}"),
        1 => Head("/", $"X-Long: {new string('b', random.Next(10_000, 60_000))}\r\n"),
        2 => Head("/", Repeat(random.Next(50, 400), index => $"X-{index}: y\r\n")),
        _ => Head($"/api/hubspot/v2/deal-info?{Repeat(random.Next(100, 700), index => $"dealName={index}&")}"),
    };

    private static string Head(string target, string headers = "") =>
        $"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n";

    private static string Repeat(int count, Func<int, string> part) =>
        string.Concat(Enumerable.Range(0, count).Select(part));

    private Operation PickOperation(Random random) => random.Next(4) == 0
        ? new Operation("GET", Pick(random, Words["paths"]))
        : Pick(random, served.Operations);

    private static string MethodOf(Random random, Operation operation) => random.Next(20) switch
    {
        0 => new string('M', 5_000),
        < 5 => Pick(random, Words["methods"]),
        _ => operation.Method,
    };

    private string Target(Random random, Operation? picked = null)
    {
        var operation = picked ?? PickOperation(random);
        var path = Placeholder().Replace(operation.Path, _ => Name(random));
        path = random.Next(20) switch
        {
            0 => path.ToUpperInvariant(),
            1 => "/" + path,
            2 => path + "/../../../metrics",
            3 => path.Replace("v3", "%76%33", StringComparison.Ordinal),
            _ => path,
        };
        var parameters = Enumerable.Range(0, random.Next(4)).Select(_ => $"{ParameterOf(random)}={Name(random)}");
        var query = string.Join(random.Next(10) == 0 ? ";" : "&", parameters);
        return query.Length > 0 ? $"{path}?{query}" : path;
    }

    private string ParameterOf(Random random) =>
        Pick(random, random.Next(3) == 0 ? Words["parameters"] : served.QueryParameters);

    private static string Name(Random random)
    {
        var value = Pick(random, Words["values"]).Replace(" ", "%20", StringComparison.Ordinal);
        return random.Next(6) switch
        {
            0 => Uri.EscapeDataString(Noise(random, 30)),
            1 => string.Concat(Enumerable.Repeat(value, random.Next(1, 60))),
            _ => value,
        };
    }

    private static string Noise(Random random, int most) =>
        string.Concat(Enumerable.Range(0, random.Next(most)).Select(_ => (char)random.Next(1, 0x17f)));

    private static T Pick<T>(Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();
}
