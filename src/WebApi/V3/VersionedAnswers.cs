using System.Reflection;
using DealInsights.Application.Answers;
using DealInsights.WebApi.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace DealInsights.WebApi.V3;

/// <summary>
/// Answers in the words of HTTP's conditional requests. Tags are weak: an answer that says the same of the same data may
/// differ in a detail, such as whether the model wrote it just now or before.
/// </summary>
internal static class VersionedAnswers
{
    // Nobody else may keep an answer, and who keeps it asks each time whether it still holds.
    private const string CacheControl = "private, no-cache";

    // Another build may write the same knowledge in another form.
    private static readonly string Build = Assembly.GetExecutingAssembly().ManifestModule.ModuleVersionId.ToString("N")[..8];

    /// <summary>The versions that the caller has, by <c>If-None-Match</c>; those of other builds are passed over.</summary>
    public static KnownVersions KnownVersions(this HttpRequest request)
    {
        var sent = request.Headers.IfNoneMatch;
        if (sent.Count == 0 || !EntityTagHeaderValue.TryParseList(sent, out var tags))
        {
            return Application.Answers.KnownVersions.None;
        }

        return new KnownVersions(
            [.. tags.Select(tag => VersionOf(tag.Tag.AsSpan().Trim('"'))).OfType<string>()],
            HasAny: tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any)));
    }

    /// <summary>200 with the answer, 304 when the caller has it, or 404 without one.</summary>
    public static ActionResult<TBody> ToResult<T, TBody>(
        this Versioned<T>? answer, HttpResponse response, Func<T, TBody> write)
        where T : class
    {
        if (answer is null)
        {
            return new ProblemResult(StatusCodes.Status404NotFound, "No deal of this name is stored.");
        }

        SetHeaders(response, answer.Version is { } version ? $"W/\"{version}-{Build}\"" : StringValues.Empty);

        return answer.Value is { } value ? write(value) : new StatusCodeResult(StatusCodes.Status304NotModified);
    }

    /// <summary>The version of the answer that a response carries; <see langword="null"/> when it has none.</summary>
    public static string? VersionOf(HttpResponse response) =>
        response.Headers.ETag is [{ Length: > 4 } tag] ? VersionOf(tag.AsSpan(3, tag.Length - 4)) : null;

    /// <summary>Sets the headers of an answer with this tag; of one without, when it is empty.</summary>
    public static void SetHeaders(HttpResponse response, StringValues tag)
    {
        response.Headers.CacheControl = CacheControl;
        response.Headers.Vary = HeaderNames.Origin;
        if (tag.Count > 0)
        {
            response.Headers.ETag = tag;
        }
    }

    private static string? VersionOf(ReadOnlySpan<char> tag) =>
        tag.LastIndexOf('-') is var dash and > 0 && tag[(dash + 1)..].SequenceEqual(Build) ? tag[..dash].ToString() : null;
}

/// <summary>Answers with a problem document.</summary>
internal sealed class ProblemResult(int status, string detail) : ActionResult
{
    public override Task ExecuteResultAsync(ActionContext context) =>
        Problems.WriteAsync(context.HttpContext, status, detail);
}
