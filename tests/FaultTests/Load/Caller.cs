using System.Diagnostics;
using System.Text.Json.Nodes;

namespace DealInsights.FaultTests.Load;

/// <summary>Asks one question after another, and compares every answer with the truth.</summary>
internal sealed class Caller(HttpClient client, Truth truth, Stopwatch clock)
{
    // Bounds the load: a closed loop that is refused at once would do nothing else than be refused.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks from some question on, round and round, until told to stop; then it still waits for its last answer.</summary>
    /// <param name="first">The position of the first question.</param>
    /// <param name="mayAsk">Which questions are asked at the moment.</param>
    /// <param name="onAnswer">Takes what became of each request; called by all callers at once.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(int first, Func<Question, bool> mayAsk, Action<Answer> onAnswer, CancellationToken stop)
    {
        for (var position = first; !stop.IsCancellationRequested; position++)
        {
            var question = truth.Questions[position % truth.Questions.Count];
            if (mayAsk(question))
            {
                onAnswer(await AskAsync(question));
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }

    /// <summary>The header that says who produced the insight; empty without.</summary>
    public static string SourceOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Insight-Source", out var values) ? values.Single() : "";

    private async Task<Answer> AskAsync(Question question)
    {
        var trace = ActivityTraceId.CreateRandom().ToString();
        var sent = clock.Elapsed;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, question.Path);
            request.Headers.Add("traceparent", $"00-{trace}-b7ad6b7169203331-00");
            using var response = await client.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();

            return Judge(question, response, body) with { Sent = sent, Ended = clock.Elapsed, TraceId = trace };
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or IOException)
        {
            var kind = failure is HttpRequestException { HttpRequestError: var error } ? $"{error}" : failure.GetType().Name;

            return new Answer
            {
                Sent = sent,
                Ended = clock.Elapsed,
                TraceId = trace,
                Error = $"no answer ({kind})",
                Defect = $"{question.Path}: no answer: {failure.Message}",
            };
        }
    }

    private Answer Judge(Question question, HttpResponseMessage response, string body)
    {
        var status = (int)response.StatusCode;
        var source = SourceOf(response);
        var answer = new Answer { Sent = default, Ended = default, TraceId = "", Status = status, Source = source };
        if (status == 200)
        {
            return truth.Knows(question, body, source)
                ? answer
                : answer with { Defect = $"{question.Path}: a wrong answer ({source}): {body}" };
        }

        var isProblem = response.Content.Headers.ContentType?.MediaType == "application/problem+json";
        var detail = isProblem ? (string?)JsonNode.Parse(body)?["detail"] : null;
        var isDocumented = isProblem && status switch
        {
            503 => response.Headers.RetryAfter?.Delta > TimeSpan.Zero,
            504 => true,
            _ => false,
        };

        return answer with
        {
            Error = $"{status} {detail}",
            Defect = isDocumented ? null : $"{question.Path}: an undocumented error: {status} {body}",
        };
    }
}
