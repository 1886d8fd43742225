using System.Collections.Concurrent;

namespace DealInsights.Infrastructure.IntegrationTests.Stores;

internal abstract partial class StoreContract
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    [Test]
    public async Task TryTakeLease_WhenManyWantItAtOnce_GivesItToOne()
    {
        // Several rounds, because the first of them may open connections one after another.
        for (var round = 0; round < 5; round++)
        {
            var lease = $"lease {round}";
            var holders = new ConcurrentQueue<string>();
            await AtOnceAsync(
                Enumerable.Range(0, 50).Select(number => $"holder {number}"),
                async holder =>
                {
                    if (await TakeAsync(lease, holder, Long))
                    {
                        holders.Enqueue(holder);
                    }
                });

            Assert.That(holders, Has.Count.EqualTo(1));
            Assert.That(await TakeAsync(lease, holders.Single(), Long), Is.True, "renewed");
        }
    }

    [Test]
    public async Task TryTakeLease_WhenItHasRunOut_IsGivenToAnother()
    {
        await TakeAsync("lease", "first", Short);

        Assert.That(() => TakeAsync("lease", "second", Long), Is.True.After(20).Seconds.PollEvery(20).MilliSeconds);
        Assert.That(await TakeAsync("lease", "first", Long), Is.False);
    }

    [Test]
    public async Task TryTakeLease_WhenItsHolderRenewsIt_LastsLonger()
    {
        await TakeAsync("renewed", "first", Short);
        await TakeAsync("not renewed", "first", Short);

        var renewed = await TakeAsync("renewed", "first", Long);

        Assert.That(renewed, Is.True);
        Assert.That(() => TakeAsync("not renewed", "second", Long), Is.True.After(20).Seconds.PollEvery(20).MilliSeconds);
        Assert.That(await TakeAsync("renewed", "second", Long), Is.False);
    }

    [Test]
    public async Task TryTakeLease_WhenItsHolderRenewsItForLess_LastsShorter()
    {
        await TakeAsync("lease", "first", Long);

        await TakeAsync("lease", "first", Short);

        Assert.That(() => TakeAsync("lease", "second", Long), Is.True.After(20).Seconds.PollEvery(20).MilliSeconds);
    }

    [Test]
    public async Task ReleaseLease_ByItsHolder_FreesIt()
    {
        await TakeAsync("lease", "first", Long);

        await _store.Insights.ReleaseLeaseAsync("lease", "first", CancellationToken.None);

        Assert.That(await TakeAsync("lease", "second", Long), Is.True);
    }

    [TestCase("lease", "second")]
    [TestCase("lease", "")]
    [TestCase("other lease", "first")]
    public async Task ReleaseLease_ByAnotherOrOfAnother_DoesNothing(string lease, string holder)
    {
        await TakeAsync("lease", "first", Long);

        await _store.Insights.ReleaseLeaseAsync(lease, holder, CancellationToken.None);

        Assert.That(await TakeAsync("lease", "third", Long), Is.False);
    }

    [Test]
    public async Task ReleaseLease_WhenItHasRunOutAndGoneToAnother_DoesNothing()
    {
        await TakeAsync("lease", "first", Short);
        Assert.That(() => TakeAsync("lease", "second", Long), Is.True.After(20).Seconds.PollEvery(20).MilliSeconds);

        await _store.Insights.ReleaseLeaseAsync("lease", "first", CancellationToken.None);

        Assert.That(await TakeAsync("lease", "third", Long), Is.False);
    }

    [TestCaseSource(nameof(StrangeNames))]
    public async Task Leases_WhenNamesAreStrange_AreHeldUnderThem(string name)
    {
        var taken = await TakeAsync(name, name, Long);
        var stolen = await TakeAsync(name, "another", Long);
        await _store.Insights.ReleaseLeaseAsync(name, name, CancellationToken.None);
        var free = await TakeAsync(name, "another", Long);

        Assert.That(new[] { taken, stolen, free }, Is.EqualTo(new[] { true, false, true }));
    }

    private Task<bool> TakeAsync(string lease, string holder, TimeSpan duration) =>
        _store.Insights.TryTakeLeaseAsync(lease, holder, duration, CancellationToken.None);
}
