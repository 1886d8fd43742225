using System.ClientModel.Primitives;
using System.Globalization;
using System.Net.Http.Headers;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>Reads how long a response asks its caller to wait.</summary>
internal static class RetryAfter
{
    /// <summary>
    /// Reads <c>retry-after-ms</c>, which takes precedence, or <c>Retry-After</c> as seconds or as a date.
    /// </summary>
    /// <returns>
    /// Not negative: a past date means at once. <see langword="null"/> without a readable value.
    /// </returns>
    public static TimeSpan? Read(PipelineResponseHeaders headers, DateTimeOffset now)
    {
        if (headers.TryGetValue("retry-after-ms", out var text)
            && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= int.MaxValue)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        if (!headers.TryGetValue("Retry-After", out text) || !RetryConditionHeaderValue.TryParse(text, out var asked))
        {
            return null;
        }

        var wait = asked.Delta ?? asked.Date - now;

        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
