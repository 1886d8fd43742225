using DealInsights.Domain.Insights;

namespace DealInsights.WebApi;

/// <summary>The header <c>X-Insight-Source</c>, which says who produced an insight.</summary>
internal static class InsightSourceHeader
{
    public const string Name = "X-Insight-Source";

    /// <summary>Sets the header; leaves it out when nobody had to conclude anything.</summary>
    public static void Set(HttpResponse response, InsightSource? source)
    {
        if (source is not null)
        {
            response.Headers[Name] = Format(source);
        }
    }

    private static string Format(InsightSource source)
    {
        var author = source.Author switch
        {
            InsightAuthor.Model => "model",
            InsightAuthor.Offline => "offline",
            _ => throw new ArgumentOutOfRangeException(nameof(source), source.Author, "No such author."),
        };

        return source.Reason switch
        {
            null => author,
            ModelFailure.Timeout => $"{author}; reason=timeout",
            ModelFailure.Unavailable => $"{author}; reason=unavailable",
            ModelFailure.Filtered => $"{author}; reason=filtered",
            ModelFailure.Invalid => $"{author}; reason=invalid",
            _ => throw new ArgumentOutOfRangeException(nameof(source), source.Reason, "No such reason."),
        };
    }
}
