using System.Globalization;
using System.Text;

namespace DealInsights.HostileInput;

/// <summary>Makes requests that no honest client sends, each from the seed and its number alone.</summary>
/// <param name="seed">Of the run.</param>
/// <param name="key">A valid key, which half of the requests carry; <see langword="null"/>: none does.</param>
internal sealed class RequestMaker(int seed, string? key)
{
    private static readonly string[] Paths =
    [
        "/", "/docs", "/metrics", "/diagnostics", "/diagnostics/timings", "/health/live", "/health/ready",
        "/openapi/v2.json", "/openapi/v3.json", "/openapi/v9.json",
        "/api/hubspot/v2/deal-info", "/api/hubspot/v2/get-concerns", "/api/hubspot/v2/company-overview",
        "/api/hubspot/v2/get-stakeholders", "/api/hubspot/v2/health",
        "/api/v3/audit", "/api/v3/deals", "/api/v3/deals/", "/api/v3/deals/{name}", "/api/v3/deals/{name}/concerns",
        "/api/v3/deals/{name}/overview", "/api/v3/deals/{name}/overview/stream", "/api/v3/deals/{name}/stakeholders",
        "/api/v3/deals/{name}/insights", "/API/V3/Deals/{name}", "/api/v3//deals/{name}", "/api/%76%33/deals/{name}",
        "/api/v3/deals/{name}/../../../metrics", "/..%2f..%2fetc/passwd", "/.git/config", "//evil.example/", "/api/v3/deals/..", "/{name}",
    ];

    private static readonly string[] Parameters =
    [
        "dealName", "deal_name", "DEALNAME", "dealName[]", "dealName[$ne]", "stage", "owner", "search", "sort", "limit", "cursor",
        "include", "caller", "since", "until", "userId", "portalId", "userEmail", "__proto__", "", "\u00e9",
    ];

    private static readonly string[] Values =
    [
        "Acme renewal", "Acme%20renewal", "", "%", "%2", "%zz", "%00", "%0d%0aSet-Cookie:%20a=b", "%C0%AE", "%F0%9F%9A%80", "%E0%A4%A", "%ED%A0%80",
        "%FF%FE", "..%2f..%2f", "%252e%252e%252f", "....//", "{\"$ne\":null}", "[$gt]=", "$where:sleep(1000)", "' OR 1=1 --", "'; DROP TABLE deal_info; --",
        "\"; db.dropDatabase(); \"", "${jndi:ldap://x}", "<script>alert(1)</script>", "{{7*7}}", "-1", "0", "1e309", "9999999999999999999", "NaN", "null",
        "undefined", "true", "2026-13-45", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "a,b,c,,", "deal,deal,deal", "-amount", "name;name", "*", "%25%25", "+", "&&&", "a=b=c", "#x", "%u0041", "\u202e", "\ufeff",
        "00000000000000000000000000000000", "AAAA", "W/\"x\"",
    ];

    private static readonly string[] Methods =
        ["GET", "GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "TRACE", "CONNECT", "get", "PROPFIND", "X", "G\u00cbT", "GET\t", "LONG"];

    private static readonly string[] Headers =
    [
        "If-None-Match", "If-Modified-Since", "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "X-Api-Key", "X-Operator-Key",
        "X-HubSpot-Signature-v3", "X-HubSpot-Request-Timestamp", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Host",
        "Cookie", "Origin", "Access-Control-Request-Method", "Range", "Expect", "Upgrade", "Connection", "Content-Type", "Content-Length",
        "Transfer-Encoding", "traceparent", "tracestate", "baggage", "X-HTTP-Method-Override", "X-Original-URL", "X-Rewrite-URL", "Via", "User-Agent", "Referer",
        "TE", "Trailer", "Max-Forwards", "X-Request-Id", "\u00e9", "Bad Name", "",
    ];

    private static readonly string[] HeaderValues =
    [
        "", "*", "W/\"x\"", "\"", "\"\"\"", "W/\"a\", W/\"b\", *", "a,,b;q=2;q", "gzip;q=x, br;q=9", "*/*;q=1.5", "bytes=0-,5-1,-99999999999999999999", "100-continue",
        "websocket", "h2c", "close, keep-alive", "chunked, identity", "-1", "99999999999999999999", "00-00000000000000000000000000000000-0000000000000000-01",
        "00-zz-zz-zz", "Bearer ", "Bearer eyJhbGciOiJub25lIn0.eyJyb2xlIjoiYWRtaW4ifQ.", "Bearer a.b.c", "Basic Og==", "bearer\t\tx", "127.0.0.1", "::1", "for=\"[::1]:80\";proto=https", "localhost", "https://evil.example",
        "null", "application/json; charset=utf-99", "1700000000000", "9223372036854775808", "\u00ff\u00fe", "a\tb", "%0d%0aX: y", "' OR 1=1 --", "{\"$ne\":1}", "DELETE",
    ];

    /// <summary>The request of a number, the same whenever it is asked for.</summary>
    public HostileRequest Make(int number)
    {
        var random = new Random(unchecked((seed * 1_000_003) + number));
        var hasKey = key is not null && random.Next(2) == 0;
        var text = random.Next(12) switch
        {
            0 => BrokenLine(random),
            1 => HugeHead(random),
            2 => Smuggled(random),
            _ => Usual(random),
        };
        // In front of what ends the head, wherever that is; a request whose head is broken before is of no matter.
        var keyed = hasKey ? InsertHeader(text, $"X-Api-Key: {key}") : text;

        return new HostileRequest(number, Encoding.Latin1.GetBytes(ToWire(keyed)), hasKey);
    }

    private static string InsertHeader(string text, string header) =>
        text.IndexOf("\r\n", StringComparison.Ordinal) is var end and > 0 ? $"{text[..end]}\r\n{header}{text[end..]}" : text;

    // Characters beyond Latin-1 go as the bytes of UTF-8, as some clients send them.
    private static string ToWire(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static string Usual(Random random)
    {
        var request = new StringBuilder();
        request.Append(MethodOf(random)).Append(' ').Append(Target(random)).Append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for (var count = random.Next(5); count > 0; count--)
        {
            var (name, value) = (Pick(random, Headers), Pick(random, HeaderValues));
            for (var times = random.Next(6) == 0 ? 3 : 1; times > 0; times--)
            {
                request.Append(name).Append(": ").Append(random.Next(8) == 0 ? Noise(random, 40) : value).Append("\r\n");
            }
        }

        if (random.Next(8) == 0)
        {
            var body = random.Next(3) == 0 ? new string('x', 20_000) : Pick(random, Values);
            request.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length + random.Next(-1, 2)}\r\n\r\n{body}");
        }
        else
        {
            request.Append("\r\n");
        }

        return request.ToString();
    }

    private static string BrokenLine(Random random) => random.Next(10) switch
    {
        0 => "GET / HTTP/9.9\r\n\r\n",
        1 => $"GET {Target(random)}\r\n\r\n",
        2 => $"{Noise(random, 200)}\r\n\r\n",
        3 => $"GET  {Target(random)}  HTTP/1.1\r\n\r\n",
        4 => $"GET {Target(random)} HTTP/1.1\nHost: x\n\n",
        5 => $"GET http://evil.example{Target(random)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        6 => $"GET {Target(random)} HTTP/1.0\r\n\r\n",
        7 => $"GET {Target(random)} HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        8 => "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
        _ => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    };

    private static string HugeHead(Random random) => random.Next(4) switch
    {
        0 => $"GET /api/v3/deals/{new string('a', random.Next(1_000, 40_000))} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        1 => $"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Long: {new string('b', random.Next(10_000, 60_000))}\r\n\r\n",
        2 => $"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{string.Concat(Enumerable.Range(0, random.Next(50, 400)).Select(index => $"X-{index}: y\r\n"))}\r\n",
        _ => $"GET /api/hubspot/v2/deal-info?{string.Join('&', Enumerable.Range(0, random.Next(100, 700)).Select(index => $"dealName={index}"))} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    };

    private static string Smuggled(Random random)
    {
        var hidden = $"GET {Target(random)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        var target = Target(random);

        return random.Next(4) switch
        {
            0 => $"POST {target} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{hidden}",
            1 => $"GET {target} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 9\r\n\r\n{hidden}",
            2 => $"POST {target} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nFFFFFFFFFFFFFFFF\r\n{hidden}",
            _ => $"GET {target} HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\nConnection: close\r\n\r\n{hidden}",
        };
    }

    private static string Target(Random random)
    {
        var path = Pick(random, Paths).Replace("{name}", Name(random), StringComparison.Ordinal);
        var query = Enumerable.Range(0, random.Next(4)).Select(_ => $"{Pick(random, Parameters)}={Name(random)}");

        return string.Join(random.Next(10) == 0 ? ";" : "&", query) is { Length: > 0 } asked ? $"{path}?{asked}" : path;
    }

    private static string Name(Random random) => random.Next(6) switch
    {
        0 => Uri.EscapeDataString(Noise(random, 30)),
        1 => string.Concat(Enumerable.Repeat(Pick(random, Values).Replace(" ", "%20", StringComparison.Ordinal), random.Next(1, 60))),
        _ => Pick(random, Values).Replace(" ", "%20", StringComparison.Ordinal),
    };

    private static string MethodOf(Random random) => Pick(random, Methods) is var method && method == "LONG" ? new string('M', 5_000) : method;

    private static string Noise(Random random, int most) =>
        string.Concat(Enumerable.Range(0, random.Next(most)).Select(_ => (char)random.Next(1, 0x17f)));

    private static string Pick(Random random, string[] choices) => choices[random.Next(choices.Length)];
}
