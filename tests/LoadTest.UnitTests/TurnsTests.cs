using DealInsights.LoadTest.Load;

namespace DealInsights.LoadTest.UnitTests;

internal sealed class TurnsTests
{
    [Test]
    public async Task Turns_OfTwoSeries_AlternateAndKeepTheRoundsApart()
    {
        var order = new List<string>();

        var rounds = await Turns.RunAsync(3, [Series("service"), Series("baseline")]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                order, Is.EqualTo(["service", "baseline", "service", "baseline", "service", "baseline"]));
            Assert.That(rounds[0], Is.EqualTo([1, 3, 5]));
            Assert.That(rounds[1], Is.EqualTo([2, 4, 6]));
        }

        Func<Task<int>> Series(string name) => () =>
        {
            order.Add(name);
            return Task.FromResult(order.Count);
        };
    }
}
