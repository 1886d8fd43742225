using DealInsights.Application;
using DealInsights.Application.Concerns.GetConcerns;
using DealInsights.Application.Deals.FindDealName;
using DealInsights.Application.Deals.GetDeal;
using DealInsights.Application.Meetings.GetOverview;
using DealInsights.Application.Stakeholders.GetStakeholders;
using DealInsights.Domain.Deals;
using DealInsights.Infrastructure.Insights;
using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.StoredDocuments;
using DealInsights.ModelStub;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Mongo;

/// <summary>How many commands a request sends to MongoDB, and how many bytes come back.</summary>
[Category("MongoDB")]
internal sealed class MongoCommandTests
{
    private const string Acme = "Acme renewal";
    private const string AcmeId = "17";
    private const int TranscriptBytes = 30_000;
    private const int Meetings = 9;

    private static readonly DealReference ByName = DealReference.ByName(Acme);
    private static readonly DealReference ById = DealReference.ById(AcmeId);

    private readonly string _database = $"test_{Guid.NewGuid():N}";
    private ModelStubServer _model = null!;
    private CommandRecorder _sent = null!;
    private StoreUnderTest _store = null!;

    [SetUp]
    public async Task MakeStoreAsync()
    {
        _model = await ModelStubServer.StartAsync();
        _model.Answer = StubAnswers.Content(request => request.SchemaName == "company_overview"
            ? WireFormat.Overview(("Agreeing to run a pilot.", 1, "We agreed to run a pilot"))
            : WireFormat.GoodContent(request));
        _store = Open();
        await HasDealAsync();
    }

    [TearDown]
    public async Task RemoveStoreAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        await _model.DisposeAsync();
    }

    private static IEnumerable<TestCaseData> Requests()
    {
        // The store holds nothing of the model's; this instance has just started; this instance has answered before.
        yield return Row("overview, cold", Overview(ByName), State.Cold, commands: 5, bytes: (6 * TranscriptBytes) + 6_000);
        yield return Row("overview, stored", Overview(ByName), State.Restarted, commands: 2, bytes: 3_000);
        yield return Row("overview, cached", Overview(ByName), State.Warm, commands: 1, bytes: 2_000);
        yield return Row("stakeholders, cold", Stakeholders(ByName), State.Cold, commands: 5, bytes: 4_000);
        yield return Row("stakeholders, stored", Stakeholders(ByName), State.Warm, commands: 1, bytes: 3_000);
        yield return Row("deal-info", Deal(ByName), State.Warm, commands: 2, bytes: 1_000);
        yield return Row("concerns", Concerns(ByName), State.Warm, commands: 1, bytes: 1_000);
        yield return Row("v3 overview, stored", Overview(ById), State.Restarted, commands: 3, bytes: 8_000);
        yield return Row("v3 insights, stored", AllInsights, State.Warm, commands: 6, bytes: 8_000);
    }

    [TestCaseSource(nameof(Requests))]
    public async Task Request_SendsFewCommandsAndMovesFewBytes(
        Func<IMediator, Task> request, State state, int commands, int bytes)
    {
        if (state != State.Cold)
        {
            await SendAsync(AllInsights);
        }

        if (state == State.Restarted)
        {
            _store.Services.GetRequiredService<InsightCache>().Clear();
        }

        _sent.Clear();
        await SendAsync(request);

        Assert.That(_sent.Names, Has.Count.InRange(1, commands), string.Join(' ', _sent.Names));
        Assert.That(_sent.ReplyBytes, Is.LessThan(bytes));
    }

    private static TestCaseData Row(string name, Func<IMediator, Task> request, State state, int commands, int bytes) =>
        new TestCaseData(request, state, commands, bytes).SetArgDisplayNames(name);

    private static Func<IMediator, Task> Overview(DealReference deal) => mediator => mediator.Send(new GetOverviewQuery(deal));

    private static Func<IMediator, Task> Stakeholders(DealReference deal) =>
        mediator => mediator.Send(new GetStakeholdersQuery(deal));

    private static Func<IMediator, Task> Deal(DealReference deal) => mediator => mediator.Send(new GetDealQuery(deal));

    private static Func<IMediator, Task> Concerns(DealReference deal) => mediator => mediator.Send(new GetConcernsQuery(deal));

    // As the endpoint of v3 does.
    private static async Task AllInsights(IMediator mediator)
    {
        Assert.That(await mediator.Send(new FindDealNameQuery(ById)), Is.EqualTo(Acme));
        await Deal(ByName)(mediator);
        await Overview(ByName)(mediator);
        await Concerns(ByName)(mediator);
        await Stakeholders(ByName)(mediator);
    }

    private async Task SendAsync(Func<IMediator, Task> request)
    {
        await using var scope = _store.Services.CreateAsyncScope();
        await request(scope.ServiceProvider.GetRequiredService<IMediator>());
    }

    private StoreUnderTest Open()
    {
        _sent = new CommandRecorder();
        (string, string?)[] settings =
        [
            ("MongoDb:Database", _database),
            ("AzureOpenAI:Endpoint", _model.Endpoint.ToString()),
            ("AzureOpenAI:Deployment", "gpt"),
            ("AzureOpenAI:ApiKey", "secret"),
        ];
        var services = MongoTestStore.NewServices(settings);
        services.AddApplication();
        services.AddLanguageModel(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Item1, setting.Item2)))
            .Build());
        services.RecordCommands(_sent);

        return MongoTestStore.Open(services);
    }

    private async Task HasDealAsync()
    {
        await _store.HasAsync(
            StoredCollection.DealInfo,
            $$"""{"deal_id":"{{Acme}}","hubspot_id":"{{AcmeId}}","owner":"Dana","stage":"Won","amount":"$12,345.00"}""");
        await _store.HasAsync(
            StoredCollection.DealTimeline,
            $$$"""{"deal_id":"{{{Acme}}}","start_date":"2026-01-05","events":[{"content":"{{{new string('x', 20_000)}}}"}]}""");
        await _store.HasAsync(
            StoredCollection.DealInsights,
            $$$"""{"deal_id":"{{{Acme}}}","concerns":[{"pricing_concerns":{"has_concerns":true,"explanation":"Too much."}}]}""");
        var refused = await _store.Documents.UpsertAsync(
            StoredCollection.MeetingInsights,
            [
                .. Enumerable.Range(1, Meetings).Select(number => new BsonDocument
                {
                    { "deal_id", Acme },
                    { "meeting_id", $"{Acme}_2026-01-0{number}" },
                    { "meeting_date", $"2026-01-0{number}" },
                    { "transcript", "We agreed to run a pilot. ".PadRight(TranscriptBytes, 'x') },
                    { "topics", new string('x', 20_000) },
                    {
                        "buyer_attendees",
                        new BsonArray { new BsonDocument { { "name", $"Person {number % 5}" }, { "title", $"Title {number % 5}" } } }
                    },
                    { "last_updated", new BsonDateTime(0) },
                }),
            ],
            CancellationToken.None);
        Assert.That(refused, Is.Empty);
    }

    /// <summary>What is known of a deal before a request.</summary>
    internal enum State
    {
        Cold,
        Restarted,
        Warm,
    }
}
