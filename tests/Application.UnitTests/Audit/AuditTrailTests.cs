using DealInsights.Application.Audit;
using DealInsights.Application.Deals;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Failures;
using DealInsights.Domain.Deals;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace DealInsights.Application.UnitTests.Audit;

[TestFixture]
internal sealed class AuditTrailTests
{
    private static readonly AuditEntry Read = new("key:crm-ui", "GET /api/v3/deals/{dealName}", DealReference.ByName("Acme"), AuditOutcome.Done);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, 250, TimeSpan.Zero));
    private readonly Mock<IAuditRepository> _repository = new();
    private readonly Mock<IDealRepository> _deals = new();
    private readonly HashSet<string> _removed = [];
    private readonly List<AuditRecord> _written = [];
    private bool _isAway;

    [SetUp]
    public void SetUp()
    {
        _written.Clear();
        _isAway = false;
        _removed.Clear();
        _deals
            .Setup(store => store.FindIdsAsync(It.IsAny<IReadOnlyCollection<string>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((IReadOnlyCollection<string> names, CancellationToken _) =>
                names.Except(_removed).ToDictionary(name => name, name => $"id of {name}"));
        _repository
            .Setup(store => store.AddAsync(It.IsAny<IReadOnlyList<AuditRecord>>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()))
            .Returns((IReadOnlyList<AuditRecord> records, DateTimeOffset _, CancellationToken _) =>
            {
                if (_isAway)
                {
                    throw new UpstreamUnavailableException("The store", TimeSpan.FromSeconds(1), new TimeoutException());
                }

                _written.AddRange(records);
                return Task.CompletedTask;
            });
    }

    [Test]
    public async Task Note_OfTheSameInASecond_IsOneRecordThatCounts()
    {
        using var trail = Trail();
        var first = _clock.GetUtcNow();
        trail.Note(Read);
        _clock.Advance(TimeSpan.FromMilliseconds(700));
        trail.Note(Read);
        trail.Note(Read with { Deal = DealReference.ByName("Other") });
        trail.Note(Read with { Caller = "key:other" });
        trail.Note(Read with { Outcome = AuditOutcome.NotFound });
        _clock.Advance(TimeSpan.FromMilliseconds(50));
        trail.Note(Read);

        await trail.FlushAsync(CancellationToken.None);

        Assert.That(
            _written.Select(record => (record.Caller, record.DealId, record.Outcome, record.Count)),
            Is.EqualTo(new (string, string?, AuditOutcome, long)[]
            {
                ("key:crm-ui", "id of Acme", AuditOutcome.Done, 2),
                ("key:crm-ui", "id of Other", AuditOutcome.Done, 1),
                ("key:other", "id of Acme", AuditOutcome.Done, 1),
                ("key:crm-ui", null, AuditOutcome.NotFound, 1),
                ("key:crm-ui", "id of Acme", AuditOutcome.Done, 1),
            }));
        Assert.That(_written[0].At, Is.EqualTo(first));
        Assert.That(_written.Select(record => record.Id), Is.Unique);
    }

    [Test]
    public async Task Note_WrittenMeanwhile_IsCountedAnew()
    {
        using var trail = Trail();
        trail.Note(Read);
        await trail.FlushAsync(CancellationToken.None);
        trail.Note(Read);
        await trail.FlushAsync(CancellationToken.None);
        await trail.FlushAsync(CancellationToken.None);

        Assert.That(_written.Select(record => record.Count), Is.EqualTo(new[] { 1, 1 }));
    }

    [Test]
    public async Task Note_WhileTheStoreIsAway_IsKeptUpToTheLimit()
    {
        using var trail = Trail(queueLength: 3);
        _isAway = true;
        trail.Note(Read with { Deal = DealReference.ByName("1") });
        trail.Note(Read with { Deal = DealReference.ByName("2") });
        await trail.FlushAsync(CancellationToken.None);
        trail.Note(Read with { Deal = DealReference.ByName("3") });
        trail.Note(Read with { Deal = DealReference.ByName("4") });
        trail.Note(Read with { Deal = DealReference.ByName("3") });
        await trail.FlushAsync(CancellationToken.None);
        _isAway = false;
        await trail.FlushAsync(CancellationToken.None);

        Assert.That(
            _written.Select(record => (record.DealId, record.Count)),
            Is.EqualTo(new (string?, long)[] { ("id of 1", 1), ("id of 2", 1), ("id of 3", 2) }));
    }

    [Test]
    public async Task Flush_OfMoreThanABatch_WritesAllInOrder()
    {
        using var trail = Trail();
        for (var number = 0; number < 1_234; number++)
        {
            trail.Note(Read with { Deal = DealReference.ByName($"{number}") });
        }

        await trail.FlushAsync(CancellationToken.None);

        Assert.That(_written.Select(record => record.DealId), Is.EqualTo(Enumerable.Range(0, 1_234).Select(number => $"id of {number}")));
    }

    [Test]
    public async Task DealThatIsNotStored_IsNotNamed()
    {
        using var trail = Trail();
        trail.Note(Read);
        trail.Note(Read with { Deal = DealReference.ById("123") });
        _removed.Add("Acme");

        await trail.FlushAsync(CancellationToken.None);

        Assert.That(
            _written.Select(record => (record.DealId, record.DealHash)),
            Is.EqualTo(new (string?, string?)[] { (null, DealHash.Of("Acme")), ("123", DealHash.Of("123")) }));
    }

    private AuditTrail Trail(int queueLength = 10_000) => new(
        _repository.Object,
        new ServiceCollection().AddSingleton(_deals.Object).BuildServiceProvider().GetRequiredService<IServiceScopeFactory>(),
        Options.Create(new AuditOptions { QueueLength = queueLength }),
        _clock,
        NullLogger<AuditTrail>.Instance);
}
