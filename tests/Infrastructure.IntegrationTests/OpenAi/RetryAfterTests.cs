using System.ClientModel.Primitives;
using System.Diagnostics.CodeAnalysis;
using DealInsights.Infrastructure.OpenAi;

namespace DealInsights.Infrastructure.IntegrationTests.OpenAi;

[TestFixture]
internal sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [TestCase("1", null, 1_000)]
    [TestCase("0", null, 0)]
    [TestCase("Mon, 05 Jan 2026 12:00:07 GMT", null, 7_000)]
    [TestCase("Mon, 05 Jan 2026 11:00:00 GMT", null, 0)]
    [TestCase(null, "250", 250)]
    [TestCase(null, "1.5", 1.5)]
    [TestCase("1", "250", 250)]
    [TestCase("1", "soon", 1_000)]
    [TestCase("1", "-5", 1_000)]
    [TestCase("1", "NaN", 1_000)]
    [TestCase("1", "99999999999999999999", 1_000)]
    public void Read_WhenAWaitIsAskedFor_GivesIt(string? retryAfter, string? retryAfterMs, double milliseconds) =>
        Assert.That(
            RetryAfter.Read(new Headers(retryAfter, retryAfterMs), Noon),
            Is.EqualTo(TimeSpan.FromMilliseconds(milliseconds)));

    [TestCase(null, null)]
    [TestCase("", "")]
    [TestCase("-1", null)]
    [TestCase("in a minute", "a few")]
    public void Read_WhenNothingReadableIsAskedFor_GivesNull(string? retryAfter, string? retryAfterMs) =>
        Assert.That(RetryAfter.Read(new Headers(retryAfter, retryAfterMs), Noon), Is.Null);

    private sealed class Headers(string? retryAfter, string? retryAfterMs) : PipelineResponseHeaders
    {
        public override bool TryGetValue(string name, [NotNullWhen(true)] out string? value)
        {
            value = name switch
            {
                "Retry-After" => retryAfter,
                "retry-after-ms" => retryAfterMs,
                _ => null,
            };

            return value is not null;
        }

        public override bool TryGetValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values) =>
            throw new NotSupportedException();

        public override IEnumerator<KeyValuePair<string, string>> GetEnumerator() => throw new NotSupportedException();
    }
}
