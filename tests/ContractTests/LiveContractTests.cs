using System.Collections.Concurrent;
using CsCheck;

namespace DealInsights.ContractTests;

/// <summary>
/// Sends generated requests, valid and invalid, to the service over the sample deals on both stores: every response has a
/// documented status and form. A failure prints the seed with which <c>CsCheck_Seed</c> repeats it.
/// </summary>
[TestFixture(SampleService.Embedded)]
[TestFixture(SampleService.Mongo, Category = "MongoDB")]
internal sealed class LiveContractTests(string store)
{
    private const int RequestsPerOperation = 120;

    private DealInsightsApi _api = null!;

    [OneTimeSetUp]
    public async Task SetUp() => _api = await SampleService.StartAsync(store);

    [OneTimeTearDown]
    public async Task TearDown()
    {
        // Null when the set-up skipped the tests.
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }
    }

    private static IEnumerable<TestCaseData> Operations() =>
        from version in OpenApiFile.Versions
        from operation in OpenApiFile.Read(version).Operations
        where !operation.IsForAdmins
        select new TestCaseData(operation).SetArgDisplayNames(version, operation.Id);

    [TestCaseSource(nameof(Operations))]
    public async Task Answers_AreAsDocumented(ApiOperation operation)
    {
        var answered = new ConcurrentDictionary<int, int>();
        await RequestGenerator.Of(operation).SampleAsync(
            async values => answered.AddOrUpdate(await AnswerAsync(operation, values), 1, (_, count) => count + 1),
            iter: RequestsPerOperation,
            print: values => $"{operation.RequestOf(values).RequestUri}");

        await TestContext.Out.WriteLineAsync(string.Join(", ", answered.Select(status => $"{status.Key}: {status.Value}")));

        // Random values may miss a status, so each is also requested on purpose.
        foreach (var status in operation.Responses.Keys.Intersect([200, 400, 404]))
        {
            Assert.That(await AnswerAsync(operation, operation.ValuesFor(status)), Is.EqualTo(status));
        }
    }

    private async Task<int> AnswerAsync(ApiOperation operation, IReadOnlyDictionary<ApiParameter, string?> values)
    {
        using var request = operation.RequestOf(values);
        using var response = await _api.Client.SendAsync(request);
        var status = (int)response.StatusCode;
        var body = await response.Content.ReadAsStringAsync();

        Check(operation.Responses.ContainsKey(status), $"{status} is not documented: {body}");
        var documented = operation.Responses[status];
        if (documented.Bodies.Count == 0)
        {
            Check(body.Length == 0, $"{status} has an undocumented body: {body}");
        }
        else
        {
            var media = response.Content.Headers.ContentType?.MediaType ?? "nothing";
            Check(documented.Bodies.ContainsKey(media), $"{status} with {media} is not documented.");
            var violations = media == EventStreams.MediaType
                ? EventStreams.Violations(body, operation.Document)
                : documented.Bodies[media].Violations(body);
            Check(violations.Count == 0, $"{string.Join('\n', violations)}\n{body}");
        }

        var isValid = values.All(value => value.Key.Allows(value.Value));
        Check(!isValid || status != 400 || HasMadeUpCursor(values), $"A valid request was refused: {body}");
        Check(isValid || status == 400 || IsForgiven(operation, values), $"An invalid request was answered with {status}.");

        return status;
    }

    /// <summary>v2 uses the spelling of the parameter that is present and ignores the other.</summary>
    private static bool IsForgiven(ApiOperation operation, IReadOnlyDictionary<ApiParameter, string?> values) =>
        operation.Id == "getStakeholders" && values.Values.Any(value => !string.IsNullOrWhiteSpace(value));

    /// <summary>The document does not describe the form of a cursor; the service rejects one that it did not issue.</summary>
    private static bool HasMadeUpCursor(IReadOnlyDictionary<ApiParameter, string?> values) =>
        values.Any(value => value.Key.Name == "cursor" && !string.IsNullOrWhiteSpace(value.Value));

    // NUnit's assertions would report every failure on the way to the smallest one.
    private static void Check(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
