using Azure.Core;
using Azure.Identity;
using DealInsights.Domain.Insights;
using DealInsights.ModelStub;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DealInsights.Infrastructure.IntegrationTests.OpenAi;

/// <summary>Which failures are worth a second attempt, and when there is still time for one.</summary>
/// <remarks>
/// A test with a clock that stands still ends only if nothing waits: neither for a retry nor for a deadline.
/// </remarks>
[TestFixture]
internal sealed class ModelRetryTests
{
    private static readonly string[] Titles = ["vp sales", "engineer"];

    private static IEnumerable<TestCaseData> Faults()
    {
        (string Name, StubAnswer Answer, ModelFailure Reason, int Requests)[] faults =
        [
            ("request timeout", StubAnswers.Status(408), ModelFailure.Unavailable, 3),
            ("rate limit", StubAnswers.Status(429), ModelFailure.Unavailable, 3),
            ("server error", StubAnswers.Status(500), ModelFailure.Unavailable, 3),
            ("bad gateway", StubAnswers.Status(502), ModelFailure.Unavailable, 3),
            ("overload", StubAnswers.Status(503), ModelFailure.Unavailable, 3),
            ("gateway timeout", StubAnswers.Status(504), ModelFailure.Unavailable, 3),
            ("reset before an answer", StubAnswers.Disconnect, ModelFailure.Unavailable, 3),
            ("reset mid-answer", StubAnswers.Reset, ModelFailure.Unavailable, 1),
            ("bad request", StubAnswers.Status(400), ModelFailure.Unavailable, 1),
            ("wrong key", StubAnswers.Status(401), ModelFailure.Unavailable, 1),
            ("forbidden", StubAnswers.Status(403), ModelFailure.Unavailable, 1),
            ("no such deployment", StubAnswers.Status(404), ModelFailure.Unavailable, 1),
            ("not implemented", StubAnswers.Status(501), ModelFailure.Unavailable, 1),
            ("content filter", StubAnswers.ContentFilter, ModelFailure.Filtered, 1),
            ("refusal", StubAnswers.Refusal, ModelFailure.Filtered, 1),
            ("HTML", StubAnswers.Html, ModelFailure.Invalid, 1),
            ("cut-off JSON", StubAnswers.CutOff, ModelFailure.Invalid, 1),
            ("wrong schema", StubAnswers.WrongSchema, ModelFailure.Invalid, 1),
        ];

        return
            from fault in faults
            from client in Enum.GetValues<ModelClient>()
            select new TestCaseData(client, fault.Answer, fault.Reason, fault.Requests)
                .SetArgDisplayNames($"{client}", fault.Name);
    }

    [TestCaseSource(nameof(Faults))]
    public async Task Classify_WhenTheModelKeepsFailing_AsksAgainOnlyWhatMayPass(
        ModelClient client, StubAnswer answer, ModelFailure reason, int requests)
    {
        await using var model = await StartAsync(client);
        model.Stub.Answer = answer;

        var insight = await model.Classifier.ClassifyAsync(Titles, CancellationToken.None);

        Assert.That(insight.Source, Is.EqualTo(InsightSource.OfflineBecause(reason)));
        Assert.That(model.Stub.Requests, Has.Count.EqualTo(requests));
        Assert.That(RetriesOf(model), Has.Count.EqualTo(requests - 1));
    }

    [Test]
    public async Task Summarize_WhenThereIsNoIdentityToSignInWith_AnswersOfflineWithoutARetry()
    {
        await using var model = await ModelUnderTest.StartAsync(
            settings: new() { ["AzureOpenAI:ApiKey"] = "" },
            configure: services => services.AddSingleton<TokenCredential>(new NoIdentity()));

        var insight = await model.SummarizeAsync(ModelUnderTest.Transcript, CancellationToken.None);

        Assert.That(insight.Source, Is.EqualTo(InsightSource.OfflineBecause(ModelFailure.Unavailable)));
        Assert.That(model.Stub.Requests, Is.Empty);
        Assert.That(RetriesOf(model), Is.Empty);
    }

    [Test]
    public async Task Summarize_WhenTheModelFailsTwiceAndThenAnswers_GivesItsAnswer([Values] ModelClient client)
    {
        await using var model = await StartAsync(client);
        model.Stub.NextAnswers(StubAnswers.Status(503), StubAnswers.Disconnect);

        var insight = await model.SummarizeAsync(ModelUnderTest.Transcript, CancellationToken.None);

        Assert.That(insight.Source, Is.EqualTo(InsightSource.Model));
        Assert.That(model.Stub.Requests, Has.Count.EqualTo(3));
    }

    [TestCase("1", null, 1_000)]
    [TestCase("0", null, 0)]
    [TestCase("Mon, 05 Jan 2026 12:00:01 GMT", null, 1_000)]
    [TestCase("Mon, 05 Jan 2026 11:00:00 GMT", null, 0)]
    [TestCase(null, "250", 250)]
    [TestCase("1", "250", 250)]
    [TestCase("1", "soon", 1_000)]
    [TestCase("1", "-5", 1_000)]
    [TestCase("1", "NaN", 1_000)]
    [TestCase("1", "99999999999999999999", 1_000)]
    [TestCase("in a minute", "a few", 0)]
    [TestCase("-1", null, 0)]
    [CancelAfter(60_000)]
    public async Task Summarize_WhenTheModelSaysHowLongToWait_WaitsThatLong(
        string? retryAfter, string? retryAfterMs, double milliseconds, CancellationToken cancellationToken)
    {
        var clock = new FakeTimeProvider(new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero));
        await using var model = await StartAsync(clock: clock);
        (string, string?)[] headers = [("Retry-After", retryAfter), ("retry-after-ms", retryAfterMs)];
        model.Stub.NextAnswers(StubAnswers.Status(
            429, [.. headers.Where(header => header.Item2 is not null).Select(header => (header.Item1, header.Item2!))]));
        var asking = model.SummarizeAsync(ModelUnderTest.Transcript, cancellationToken);
        await UntilAsync(() => RetriesOf(model).Count == 1, cancellationToken);

        Assert.That(
            RetriesOf(model).Single().GetStructuredStateValue("WaitMilliseconds"), Is.EqualTo($"{milliseconds}"));
        // The retry may register its timer after the log.
        while (!asking.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
            await Task.WhenAny(asking, Task.Delay(10, cancellationToken));
        }

        Assert.That((await asking).Source, Is.EqualTo(InsightSource.Model));
        Assert.That(model.Stub.Requests, Has.Count.EqualTo(2));
    }

    [TestCase("Retry-After", "60")]
    [TestCase("Retry-After", "2")]
    [TestCase("retry-after-ms", "2000")]
    [TestCase("Retry-After", "Mon, 05 Jan 2026 12:01:00 GMT")]
    [CancelAfter(60_000)]
    public async Task Summarize_WhenTheWaitDoesNotFitTheDeadline_AnswersOfflineAtOnce(
        string header, string value, CancellationToken cancellationToken)
    {
        var clock = new FakeTimeProvider(new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero));
        await using var model = await StartAsync(clock: clock, timeout: "00:00:02");
        model.Stub.Answer = StubAnswers.Status(429, (header, value));

        var insight = await model.SummarizeAsync(ModelUnderTest.Transcript, cancellationToken);

        Assert.That(insight.Source, Is.EqualTo(InsightSource.OfflineBecause(ModelFailure.Unavailable)));
        Assert.That(model.Stub.Requests, Has.Count.EqualTo(1));
    }

    private static IEnumerable<TestCaseData> EndlessAnswers() =>
    [
        new TestCaseData(StubAnswers.Silence).SetArgDisplayNames("silence"),
        new TestCaseData(StubAnswers.Trickle).SetArgDisplayNames("trickle"),
    ];

    [TestCaseSource(nameof(EndlessAnswers))]
    [CancelAfter(60_000)]
    public async Task Summarize_WhenAnAttemptNeverEnds_HangsUpAndAsksAgainWhileAWholeAttemptFits(
        StubAnswer endless, CancellationToken cancellationToken)
    {
        var clock = new FakeTimeProvider();
        await using var model = await StartAsync(clock: clock);
        model.Stub.Answer = endless;
        var asking = model.SummarizeAsync(ModelUnderTest.Transcript, cancellationToken);

        for (var attempt = 1; attempt <= 2; attempt++)
        {
            await UntilAsync(() => model.Stub.Requests.Count == attempt, cancellationToken);
            clock.Advance(TimeSpan.FromSeconds(14));
            await model.Stub.WaitUntilAbortedAsync(attempt, cancellationToken);
        }

        // Two of the thirty seconds are left: too few for a third.
        Assert.That((await asking).Source, Is.EqualTo(InsightSource.OfflineBecause(ModelFailure.Timeout)));
        Assert.That(model.Stub.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Summarize_WhenTheCallerLeavesDuringTheWait_AsksNoMore(CancellationToken cancellationToken)
    {
        await using var model = await StartAsync();
        model.Stub.Answer = StubAnswers.Status(429, ("Retry-After", "20"));
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = model.SummarizeAsync(ModelUnderTest.Transcript, caller.Token);
        await UntilAsync(() => RetriesOf(model).Count == 1, cancellationToken);

        await caller.CancelAsync();

        Assert.That(async () => await asking, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(model.Stub.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Summarize_WhileAQuestionWaitsForItsRetry_LeavesItsPlaceToOthers(CancellationToken cancellationToken)
    {
        await using var model = await StartAsync(maxConcurrency: "1");
        model.Stub.NextAnswers(StubAnswers.Status(429, ("Retry-After", "20")));
        using var first = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = model.SummarizeAsync(ModelUnderTest.Transcript, first.Token);
        await UntilAsync(() => RetriesOf(model).Count == 1, cancellationToken);

        var second = await model.SummarizeAsync(ModelUnderTest.Transcript, cancellationToken);

        Assert.That(second.Source, Is.EqualTo(InsightSource.Model));
        Assert.That(waiting.IsCompleted, Is.False);
        await first.CancelAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
    }

    private static Task<ModelUnderTest> StartAsync(
        ModelClient client = ModelClient.AzureOpenAi,
        TimeProvider? clock = null,
        string timeout = "00:00:30",
        string maxConcurrency = "128") =>
        ModelUnderTest.StartAsync(
            client,
            new()
            {
                ["LanguageModel:Timeout"] = timeout,
                ["LanguageModel:RetryDelay"] = "00:00:00",
                ["LanguageModel:MaxConcurrency"] = maxConcurrency,
            },
            services => services.AddSingleton(clock ?? TimeProvider.System));

    private static List<FakeLogRecord> RetriesOf(ModelUnderTest model) =>
        [.. model.Logs.Where(record => record.Id.Name == "ModelRetried")];

    private static async Task UntilAsync(Func<bool> isSo, CancellationToken cancellationToken)
    {
        while (!isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
        }
    }

    private sealed class NoIdentity : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new CredentialUnavailableException("There is no identity here.");

        public override ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new CredentialUnavailableException("There is no identity here.");
    }
}
