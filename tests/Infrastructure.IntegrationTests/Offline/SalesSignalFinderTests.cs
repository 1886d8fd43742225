using DealInsights.Infrastructure.Offline;

namespace DealInsights.Infrastructure.IntegrationTests.Offline;

[TestFixture]
internal sealed class SalesSignalFinderTests
{
    [TestCase("We agreed to run a pilot in March.", SalesSignals.Decision)]
    [TestCase("Next step is a call with legal.", SalesSignals.Decision)]
    [TestCase("I'll send the security questionnaire by Friday.", SalesSignals.Decision)]
    [TestCase("We want to move forward.", SalesSignals.Positive)]
    [TestCase("The team is really excited about the demo.", SalesSignals.Positive)]
    [TestCase("The budget has been allocated.", SalesSignals.Positive)]
    [TestCase("Our budget is frozen until June.", SalesSignals.Negative)]
    [TestCase("Honestly, it is too expensive for us.", SalesSignals.Negative)]
    [TestCase("We are already using a competitor.", SalesSignals.Negative)]
    [TestCase("We cannot justify that price.", SalesSignals.Negative)]
    [TestCase("We are not ready to sign.", SalesSignals.Negative)]
    [TestCase("We agreed to move forward despite the concerns.",
        SalesSignals.Decision | SalesSignals.Positive | SalesSignals.Negative)]
    [TestCase("Put that in the offer and I think we have it.", SalesSignals.Decision)]
    [TestCase("My signature needs the final contract in German.", SalesSignals.Decision)]
    [TestCase("I've no doubt that I want this.", SalesSignals.Positive)]
    [TestCase("I'd bet that we are losing money on him.", SalesSignals.Negative)]
    [TestCase("From the IT side there's no objection.", SalesSignals.None)]
    [TestCase("How was your weekend?", SalesSignals.None)]
    [TestCase("Wir besprechen das Angebot.", SalesSignals.None)]
    public void Find_WhenASentenceVoicesSignals_NamesThem(string sentence, SalesSignals expected) =>
        Assert.That(SalesSignalFinder.Find(sentence), Is.EqualTo(expected));
}
