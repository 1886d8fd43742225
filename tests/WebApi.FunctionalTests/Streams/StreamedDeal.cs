using System.Text.Json;
using DealInsights.ModelStub;

namespace DealInsights.WebApi.FunctionalTests.Streams;

/// <summary>The service over a deal "Acme" with two meetings, and a model whose answer can be held in the middle.</summary>
internal sealed class StreamedDeal : IAsyncDisposable
{
    private readonly TaskCompletionSource _release = new();

    private StreamedDeal(ModelStubServer model, DealInsightsApi api)
    {
        Model = model;
        Api = api;
    }

    public ModelStubServer Model { get; }

    public DealInsightsApi Api { get; private set; }

    public static async Task<StreamedDeal> StartAsync(TestStore store)
    {
        var model = await ModelStubServer.StartAsync();
        var deal = new StreamedDeal(model, await DealInsightsApi.StartAsync(store, StubSettings.Of(model)));
        await deal.HasDealAsync("Acme");
        await deal.HasMeetingAsync("1", "We agreed to run a pilot in March.");
        await deal.HasMeetingAsync("2", "Legal asked for a data agreement.");

        return deal;
    }

    /// <summary>
    /// An answer that is held until <see cref="Release"/>: after the statement about the latest meeting, unless told otherwise.
    /// </summary>
    public StubAnswer Halting(string after = "\"transcript\":2") => StubAnswers.Held(_release.Task, after);

    /// <summary>Waits until so many requests have begun.</summary>
    public void UntilBegun(int requests) => Assert.That(
        () => Api.Logs.GetSnapshot().Count(record => record.Message.EndsWith("Request started", StringComparison.Ordinal)),
        Is.GreaterThanOrEqualTo(requests).After(30_000, 20));

    public void Release() => _release.SetResult();

    public Task HasDealAsync(string name) =>
        Api.HasAsync("deal_info", $$"""{"deal_id":"{{name}}","deal_name":"{{name}}"}""");

    public Task HasMeetingAsync(string id, string transcript) => Api.HasAsync(
        "meeting_insights",
        $$"""{"deal_id":"Acme","meeting_id":"Acme_{{id}}","meeting_date":"2026-01-0{{id}}","transcript":"{{transcript}}"}""");

    /// <summary>Stops the service as an operator does, and starts it anew with further settings.</summary>
    public async Task RestartAsync(params string[] settings) =>
        Api = await Api.RestartAsync([.. StubSettings.Of(Model), .. settings]);

    /// <summary>Who concluded an overview.</summary>
    public static string SourceOf(JsonElement overview) =>
        overview.GetProperty("provenance").GetProperty("source").GetString()!;

    public async ValueTask DisposeAsync()
    {
        _release.TrySetResult();
        await Api.DisposeAsync();
        await Model.DisposeAsync();
    }
}
