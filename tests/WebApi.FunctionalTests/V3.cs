using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>Sends requests to v3.</summary>
internal static class V3
{
    public const string Deals = "/api/v3/deals";

    /// <summary>What can be asked about one deal; the deal itself is the empty one.</summary>
    public static readonly string[] AboutADeal = ["", "/concerns", "/overview", "/stakeholders", "/insights"];

    /// <summary>The path of what is asked about a deal.</summary>
    public static string Of(string dealName, string about = "") => $"{Deals}/{DealInsightsApi.IdOf(dealName)}{about}";

    public static async Task<HttpResponseMessage> SendAsync(
        this DealInsightsApi api, HttpMethod method, string address, string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(method, address);
        if (ifNoneMatch is not null)
        {
            request.Headers.IfNoneMatch.Add(
                ifNoneMatch == "*" ? EntityTagHeaderValue.Any : EntityTagHeaderValue.Parse(ifNoneMatch));
        }

        return await api.Client.SendAsync(request);
    }

    /// <summary>The body of a 200 answer.</summary>
    public static async Task<string> V3BodyAsync(this DealInsightsApi api, string address)
    {
        using var response = await api.Client.GetAsync(address);
        var body = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(200), body);
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"));

        return body;
    }

    /// <summary>The problem document of an answer.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response)
    {
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));

        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    /// <summary>
    /// Sends a request line as it is: clients mend addresses before they send them, and not all senders are such clients.
    /// </summary>
    /// <returns>The status, and all that was answered.</returns>
    public static async Task<(int Status, string Answer)> SendRawAsync(this DealInsightsApi api, string target)
    {
        using var connection = new System.Net.Sockets.TcpClient();
        await connection.ConnectAsync(api.Client.BaseAddress!.Host, api.Client.BaseAddress.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync().WaitAsync(DealInsightsApi.Patience);

        return (int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture), answer);
    }
}
