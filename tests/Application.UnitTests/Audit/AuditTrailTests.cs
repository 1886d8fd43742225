using DealInsights.Application.Audit;
using DealInsights.Application.Failures;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace DealInsights.Application.UnitTests.Audit;

[TestFixture]
internal sealed class AuditTrailTests
{
    private static readonly AuditEntry Read = new("key:crm-ui", "GET /api/v3/deals/{dealName}", "Acme", AuditOutcome.Done);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, 250, TimeSpan.Zero));
    private readonly Mock<IAuditRepository> _repository = new();
    private readonly List<AuditRecord> _written = [];
    private bool _isAway;

    [SetUp]
    public void SetUp()
    {
        _written.Clear();
        _isAway = false;
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
        trail.Note(Read with { DealName = "Other" });
        trail.Note(Read with { Caller = "key:other" });
        trail.Note(Read with { Outcome = AuditOutcome.NotFound });
        _clock.Advance(TimeSpan.FromMilliseconds(50));
        trail.Note(Read);

        await trail.FlushAsync(CancellationToken.None);

        Assert.That(
            _written.Select(record => (record.Caller, record.DealId, record.Outcome, record.Count)),
            Is.EqualTo(new (string, string?, AuditOutcome, long)[]
            {
                ("key:crm-ui", "Acme", AuditOutcome.Done, 2),
                ("key:crm-ui", "Other", AuditOutcome.Done, 1),
                ("key:other", "Acme", AuditOutcome.Done, 1),
                ("key:crm-ui", null, AuditOutcome.NotFound, 1),
                ("key:crm-ui", "Acme", AuditOutcome.Done, 1),
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
        trail.Note(Read with { DealName = "1" });
        trail.Note(Read with { DealName = "2" });
        await trail.FlushAsync(CancellationToken.None);
        trail.Note(Read with { DealName = "3" });
        trail.Note(Read with { DealName = "4" });
        trail.Note(Read with { DealName = "3" });
        await trail.FlushAsync(CancellationToken.None);
        _isAway = false;
        await trail.FlushAsync(CancellationToken.None);

        Assert.That(
            _written.Select(record => (record.DealId, record.Count)),
            Is.EqualTo(new (string?, long)[] { ("1", 1), ("2", 1), ("3", 2) }));
    }

    [Test]
    public async Task Flush_OfMoreThanABatch_WritesAllInOrder()
    {
        using var trail = Trail();
        for (var number = 0; number < 1_234; number++)
        {
            trail.Note(Read with { DealName = $"{number}" });
        }

        await trail.FlushAsync(CancellationToken.None);

        Assert.That(_written.Select(record => record.DealId), Is.EqualTo(Enumerable.Range(0, 1_234).Select(number => $"{number}")));
    }

    private AuditTrail Trail(int queueLength = 10_000) => new(
        _repository.Object,
        Options.Create(new AuditOptions { QueueLength = queueLength }),
        _clock,
        NullLogger<AuditTrail>.Instance);
}
