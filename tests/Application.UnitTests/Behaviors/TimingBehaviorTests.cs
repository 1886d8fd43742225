using System.Diagnostics.Metrics;
using DealInsights.Application.Concerns.GetConcerns;
using DealInsights.Application.Diagnostics;
using DealInsights.Domain.Concerns;
using DealInsights.Domain.Deals;
using FluentValidation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Moq;

namespace DealInsights.Application.UnitTests.Behaviors;

[TestFixture]
internal sealed class TimingBehaviorTests
{
    private static readonly TimeSpan Taken = TimeSpan.FromMilliseconds(1847.32);

    private ApplicationUnderTest _application = null!;
    private MetricCollector<double> _durations = null!;

    [SetUp]
    public void SetUp()
    {
        _application = new ApplicationUnderTest();
        _durations = new MetricCollector<double>(
            _application.Services.GetRequiredService<IMeterFactory>(), Telemetry.Name, "dealinsights.query.duration");
    }

    [TearDown]
    public void TearDown()
    {
        _durations.Dispose();
        _application.Dispose();
    }

    [Test]
    public async Task Handle_WhenAnswered_RecordsOkWithItsDuration()
    {
        TheReadTakesItsTimeAnd(() => Task.FromResult(new ConcernRecord([], null)));

        await _application.SendAsync(new GetConcernsQuery(DealReference.ByName("Acme")));

        AssertRecorded(QueryOutcome.Ok, "ok");
    }

    // A time-out inside an adapter looks like a cancellation; the caller's token tells them apart.
    [TestCase(typeof(InvalidOperationException))]
    [TestCase(typeof(OperationCanceledException))]
    public void Handle_WhenTheHandlerThrows_RecordsFailedAndRethrows(Type exception)
    {
        TheReadTakesItsTimeAnd(() => throw (Exception)Activator.CreateInstance(exception)!);

        Assert.That(
            async () => await _application.SendAsync(new GetConcernsQuery(DealReference.ByName("Secret deal"))),
            Throws.InstanceOf(exception));
        AssertRecorded(QueryOutcome.Failed, "failed");
        Assert.That(_application.Logs.GetSnapshot().Select(record => record.Message), Has.None.Contains("Secret deal"));
    }

    [Test]
    public void Handle_WhenTheCallerGaveUp_RecordsCancelled()
    {
        using var caller = new CancellationTokenSource();
        TheReadTakesItsTimeAnd(async () =>
        {
            await caller.CancelAsync();
            throw new OperationCanceledException(caller.Token);
        });

        Assert.That(
            async () => await _application.SendAsync(new GetConcernsQuery(DealReference.ByName("Acme")), caller.Token),
            Throws.InstanceOf<OperationCanceledException>());
        AssertRecorded(QueryOutcome.Cancelled, "cancelled");
    }

    [Test]
    public void Handle_WhenTheQueryIsInvalid_RecordsInvalid()
    {
        Assert.That(
            async () => await _application.SendAsync(new GetConcernsQuery(DealReference.ByName("  "))),
            Throws.InstanceOf<ValidationException>());

        var timing = _application.Timings.Queries.Single();
        Assert.That(timing, Is.EqualTo(new QueryTiming("GetConcerns", QueryOutcome.Invalid, TimeSpan.Zero)));
        Assert.That(_durations.LastMeasurement!.Tags["outcome"], Is.EqualTo("invalid"));
    }

    private void TheReadTakesItsTimeAnd(Func<Task<ConcernRecord>> ends) =>
        _application.Concerns
            .Setup(port => port.FindAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Returns(() =>
            {
                _application.Clock.Advance(Taken);
                return ends();
            });

    private void AssertRecorded(QueryOutcome outcome, string name)
    {
        var measured = _durations.LastMeasurement!;
        var logged = _application.Logs.GetSnapshot().Single(record => record.Id.Name == "QueryEnded");
        Assert.Multiple(() =>
        {
            Assert.That(
                _application.Timings.Queries, Is.EqualTo(new[] { new QueryTiming("GetConcerns", outcome, Taken) }));
            Assert.That(measured.Value, Is.EqualTo(Taken.TotalSeconds));
            Assert.That(measured.Tags["query"], Is.EqualTo("GetConcerns"));
            Assert.That(measured.Tags["outcome"], Is.EqualTo(name));
            Assert.That(
                logged.Level, Is.EqualTo(outcome == QueryOutcome.Failed ? LogLevel.Information : LogLevel.Debug));
            Assert.That(logged.GetStructuredStateValue("Query"), Is.EqualTo("GetConcerns"));
            Assert.That(logged.GetStructuredStateValue("Outcome"), Is.EqualTo(name));
        });
    }
}
