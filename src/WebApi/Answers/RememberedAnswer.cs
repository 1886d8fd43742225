using DealInsights.Application.Diagnostics;
using DealInsights.WebApi.V3;
using Microsoft.Extensions.Primitives;

namespace DealInsights.WebApi.Answers;

/// <summary>An answer, or its version alone, that holds as long as nothing changes in the store.</summary>
internal sealed class RememberedAnswer
{
    private readonly StringValues _source;
    private readonly StringValues _generatedAt;
    private readonly StringValues _contentType;
    private readonly string? _version;
    private readonly StringValues _tag;
    private readonly byte[]? _body;

    private RememberedAnswer(string query, string? version, byte[]? body, IHeaderDictionary headers)
    {
        Query = query;
        _version = version;
        _body = body;
        _tag = headers.ETag;
        _source = headers[InsightHeaders.Source];
        _generatedAt = headers[InsightHeaders.GeneratedAt];
        _contentType = headers.ContentType;
    }

    /// <summary>The query that it answers.</summary>
    public string Query { get; }

    /// <summary>About how many bytes it takes in memory.</summary>
    public int Size => 500 + (_body?.Length ?? 0);

    /// <summary>
    /// What is to be remembered of an answer; <see langword="null"/> when the next one may be another, because it failed or
    /// stands in for a better one. One that the model had a part in says so, which is true this once: of it the version.
    /// </summary>
    public static RememberedAnswer? Of(HttpResponse response, RequestTimings timings, byte[]? body)
    {
        if (timings.Queries is not [{ Outcome: QueryOutcome.Ok } query])
        {
            return null;
        }

        var version = VersionedAnswers.VersionOf(response);
        var isWhole = response.StatusCode == StatusCodes.Status200OK
            && timings.WaitedFor(Upstream.Model) is null
            && (version is not null || InsightHeaders.SayStored(response));
        var kept = isWhole && body is { Length: <= RememberedAnswers.MostBytesOfOne } ? body : null;

        return kept is null && version is null ? null : new RememberedAnswer(query.Name, version, kept, response.Headers);
    }

    /// <summary>
    /// Begins an answer with what is remembered: 304 to a caller who has it, else the whole, unless that is not there.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="body">What is to be written yet; empty for 304.</param>
    /// <returns>Whether it did.</returns>
    public bool TryBegin(HttpContext context, out ReadOnlyMemory<byte> body)
    {
        body = _body;
        if (_version is not null && IsKnown(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            VersionedAnswers.SetHeaders(context.Response, _tag);
            body = default;
            return true;
        }

        if (_body is null)
        {
            return false;
        }

        var response = context.Response;
        if (_version is not null)
        {
            VersionedAnswers.SetHeaders(response, _tag);
        }

        if (_source.Count > 0)
        {
            response.Headers[InsightHeaders.Source] = _source;
            response.Headers[InsightHeaders.GeneratedAt] = _generatedAt;
        }

        response.Headers.ContentType = _contentType;
        response.ContentLength = _body.Length;

        return true;
    }

    private bool IsKnown(HttpRequest request) => request.Headers.IfNoneMatch switch
    {
        [] => false,
        // As we sent it, which needs no reading.
        [{ } sent] when sent == _tag => true,
        _ => request.KnownVersions().Contains(_version),
    };
}
