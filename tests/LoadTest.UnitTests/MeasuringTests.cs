using System.Diagnostics;
using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Measurement;
using DealInsights.LoadTest.Runs;
using Microsoft.Extensions.Time.Testing;

namespace DealInsights.LoadTest.UnitTests;

/// <summary>The small parts that a soak and a crowd are measured with.</summary>
[CancelAfter(30_000)]
internal sealed class MeasuringTests
{
    [Test]
    public async Task Turns_WhenManyTakeAtOnce_HandOutEachPositionOnce(CancellationToken cancellationToken)
    {
        // So many that the takers meet each other even on a machine that is busy otherwise.
        const int Count = 50_000_000;
        const int Takers = 4;
        var turns = new Turns(Count);
        using var start = new Barrier(Takers);

        var taken = await Task.WhenAll(Enumerable.Range(0, Takers).Select(_ => Task.Factory.StartNew(
            () =>
            {
                var (times, sum) = (0L, 0L);
                start.SignalAndWait(cancellationToken);
                while (turns.TryTake(out var position))
                {
                    times++;
                    sum += position;
                }

                return (Times: times, Sum: sum);
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(taken.Sum(taker => taker.Times), Is.EqualTo(Count));
            Assert.That(taken.Sum(taker => taker.Sum), Is.EqualTo(Count * (Count - 1L) / 2));
            Assert.That(turns.Taken, Is.EqualTo(Count));
        }
    }

    [Test]
    public void InFlight_OverATime_IsWeightedWithHowLongItLasted()
    {
        var clock = new FakeTimeProvider();
        var gauge = new InFlightGauge(clock);

        gauge.Add(1_000);
        clock.Advance(TimeSpan.FromHours(1));
        gauge.Add(-990);
        gauge.Begin();
        clock.Advance(TimeSpan.FromSeconds(3)); // 10 in flight
        gauge.Add(10);
        clock.Advance(TimeSpan.FromSeconds(1)); // 20 in flight

        Assert.That(gauge.Average(), Is.EqualTo((3 * 10 + 20) / 4.0).Within(1e-9));
    }

    [Test]
    public void Reading_OfARunningProcess_TellsWhatItHolds()
    {
        using var self = Process.GetCurrentProcess();

        var reading = ProcessReading.Of(self)!.Value;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(reading.ResidentBytes, Is.GreaterThan(1_000_000));
            Assert.That(reading.Threads, Is.Positive);
            Assert.That(reading.Handles, OperatingSystem.IsLinux() ? Is.Positive : Is.Null);
        }
    }

    [Test]
    public async Task Reading_OfAnEndedProcess_IsNone(CancellationToken cancellationToken)
    {
        using var ended = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true })!;
        await ended.WaitForExitAsync(cancellationToken);

        Assert.That(ProcessReading.Of(ended), Is.Null);
    }

    [Test]
    public void Sampler_WithoutAProcess_TakesNothing()
    {
        var sampler = new ProcessSampler(TimeProvider.System, process: null, () => 0, () => null);

        sampler.Take();

        Assert.That(sampler.Samples, Is.Empty);
    }

    [Test]
    public async Task Sampler_WhileItRuns_TakesOneSampleAnInterval(CancellationToken cancellationToken)
    {
        var clock = new FakeTimeProvider();
        var answered = 0;
        using var self = Process.GetCurrentProcess();
        using var stop = new CancellationTokenSource();
        var sampler = new ProcessSampler(clock, self, () => answered, () => 7);

        var running = sampler.RunAsync(TimeSpan.FromSeconds(1), stop.Token);
        for (answered = 1; answered <= 3; answered++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            while (sampler.Samples.Count < answered)
            {
                await Task.Delay(1, cancellationToken);
            }
        }

        await stop.CancelAsync();
        await running;

        Assert.That(
            sampler.Samples.Select(sample => (sample.Seconds, sample.Answered, sample.HeapBytes)),
            Is.EqualTo(new[] { (1.0, 1, 7L), (2.0, 2, 7L), (3.0, 3, 7L) }));
    }
}
