using System.Collections.Concurrent;
using DealInsights.FaultTests.Parts;
using DealInsights.ModelStub;

namespace DealInsights.FaultTests.Load;

/// <summary>The right answers, taken before any fault from services that have none.</summary>
internal sealed class Truth
{
    private readonly ConcurrentDictionary<(Question Question, bool ByModel), string> _answers = new();

    /// <summary>The questions that can be asked.</summary>
    public required IReadOnlyList<Question> Questions { get; init; }

    /// <summary>Asks everything of a service with a model, and of one that has the offline rules alone.</summary>
    /// <param name="deals">The deals to ask about.</param>
    /// <param name="store">An embedded store with them, of which each gets a copy.</param>
    public static async Task<Truth> TakeAsync(IReadOnlyList<string> deals, string store)
    {
        var truth = new Truth { Questions = Question.About(deals) };
        await using var model = await ModelStubServer.StartAsync(keepsRequests: false);
        await Task.WhenAll(
            truth.TakeAsync(store, byModel: true, ServiceSettings.Model(model.Endpoint)),
            truth.TakeAsync(store, byModel: false));

        return truth;
    }

    /// <summary>Whether this is the right answer from whoever gave it.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="body">The answer.</param>
    /// <param name="source">Its <c>X-Insight-Source</c>; <see langword="null"/> without.</param>
    public bool Knows(Question question, string body, string? source) =>
        source?.StartsWith("offline", StringComparison.Ordinal) == true
            ? body == _answers[(question, ByModel: false)]
                // A part of the titles may have been judged before the model failed; each is kept.
                || (source.Contains("reason", StringComparison.Ordinal) && body == _answers[(question, ByModel: true)])
            : body == _answers[(question, ByModel: true)];

    private async Task TakeAsync(string store, bool byModel, params (string, string)[] settings)
    {
        using var copy = new StoreCopy(store);
        await using var service = ServiceSettings.Start([copy.Setting, .. settings]);
        using var client = new HttpClient { BaseAddress = await service.AddressAsync() };
        await Parallel.ForEachAsync(
            Questions,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (question, token) =>
            {
                using var response = await client.GetAsync(question.Path, token);
                response.EnsureSuccessStatusCode();
                Assert.That(Caller.SourceOf(response), Does.Not.Contain("reason"), question.Path);
                _answers[(question, byModel)] = await response.Content.ReadAsStringAsync(token);
            });
    }
}
