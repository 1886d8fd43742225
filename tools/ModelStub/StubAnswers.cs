using System.Diagnostics;
using System.Globalization;

namespace DealInsights.ModelStub;

/// <summary>The responses that the stub can give.</summary>
public static class StubAnswers
{
    /// <summary>What a working model answers: judgements of titles, or an overview with exact quotes.</summary>
    public static StubAnswer Good { get; } = call => call.SendCompletionAsync(WireFormat.GoodContent(call.Request));

    /// <summary>Azure's content filter refuses the prompt.</summary>
    public static StubAnswer ContentFilter { get; } = call =>
        call.SendJsonAsync(WireFormat.ContentFilterError, StatusCodes.Status400BadRequest);

    /// <summary>The model refuses.</summary>
    public static StubAnswer Refusal { get; } = call =>
        call.SendCompletionAsync(null, refusal: "I cannot help with that.");

    /// <summary>A proxy's HTML page with status 200.</summary>
    public static StubAnswer Html { get; } = async call =>
    {
        call.Context.Response.ContentType = "text/html";
        await call.Context.Response.WriteAsync("<html><body>Sign in to the network</body></html>", call.CallerGone);
    };

    /// <summary>Half of a good response that ends normally.</summary>
    public static StubAnswer CutOff { get; } = call => SendHalfAsync(call);

    /// <summary>Half of a good response, then a connection reset.</summary>
    public static StubAnswer Reset { get; } = async call =>
    {
        await SendHalfAsync(call);
        await ResetAsync(call);
    };

    /// <summary>A connection reset without a response.</summary>
    public static StubAnswer Disconnect { get; } = call =>
    {
        call.Context.Abort();

        return Task.CompletedTask;
    };

    /// <summary>No response until the caller disconnects.</summary>
    public static StubAnswer Silence { get; } = call => Task.Delay(Timeout.Infinite, call.CallerGone);

    /// <summary>A response that begins at once and sends blanks until the caller disconnects.</summary>
    public static StubAnswer Trickle { get; } = async call =>
    {
        call.Context.Response.ContentType = "application/json";
        while (true)
        {
            await call.Context.Response.WriteAsync(" ", call.CallerGone);
            await call.Context.Response.Body.FlushAsync(call.CallerGone);
            await Task.Delay(TimeSpan.FromMilliseconds(20), call.CallerGone);
        }
    };

    /// <summary>Judgements without the last title.</summary>
    public static StubAnswer MissingId { get; } = Content(request =>
        WireFormat.Judgements(WireFormat.TitlesOf(request).SkipLast(1)));

    /// <summary>Judgements with one more title than requested.</summary>
    public static StubAnswer ExtraId { get; } = Content(request =>
        WireFormat.Judgements([.. WireFormat.TitlesOf(request), (Id: 4711, Title: "ceo")]));

    /// <summary>Judgements with both verdicts for the first title.</summary>
    public static StubAnswer ContradictoryId { get; } = Content(request =>
    {
        var first = WireFormat.TitlesOf(request)[0].Id;
        var others = WireFormat.TitlesOf(request).Skip(1).Select(title => (title.Id, MayDecide: false));

        return WireFormat.Judgements([(first, true), (first, false), .. others]);
    });

    /// <summary>An overview with quotes that are not in the transcripts.</summary>
    public static StubAnswer Invented { get; } = Content(_ => WireFormat.Overview(
        ("Signing the contract.", 1, "we hereby sign a contract over nine million"), ("Dancing.", 1, "let us dance on the tables")));

    /// <summary>JSON that violates the schema.</summary>
    public static StubAnswer WrongSchema { get; } = Content(_ => """{"verdicts":{"1":"yes"}}""");

    /// <summary>A finished completion with this text.</summary>
    public static StubAnswer Text(string text, string finishReason = "stop") => Content(_ => text, finishReason);

    /// <summary>A finished completion with a text made from the request.</summary>
    public static StubAnswer Content(Func<RecordedRequest, string> content, string finishReason = "stop") => call =>
        call.SendCompletionAsync(content(call.Request), finishReason);

    /// <summary>A completion with this shape for callers that ask for a stream; a good one by default.</summary>
    public static StubAnswer Streamed(StreamShape shape, Func<RecordedRequest, string>? content = null) => call =>
        call.SendCompletionAsync((content ?? WireFormat.GoodContent)(call.Request), shape: shape);

    /// <summary>
    /// A completion that is held until <paramref name="release"/>: as one body before it begins, as a stream behind the
    /// first occurrence of <paramref name="after"/>.
    /// </summary>
    public static StubAnswer Held(Task release, string after, Func<RecordedRequest, string>? content = null) => async call =>
    {
        var text = (content ?? WireFormat.GoodContent)(call.Request);
        var token = text.IndexOf(after, StringComparison.Ordinal) + after.Length;
        if (!call.Request.WantsStream)
        {
            await release.WaitAsync(call.CallerGone);
        }

        await call.SendCompletionAsync(text, shape: new StreamShape
        {
            TokenLength = 1,
            BeforeToken = (number, gone) => number == token ? release.WaitAsync(gone) : Task.CompletedTask,
        });
    };

    /// <summary>An error status, with <c>Retry-After</c> and <c>retry-after-ms</c> if a time is given.</summary>
    public static StubAnswer Status(int status, TimeSpan? retryAfter = null) =>
        retryAfter is { } wait
            ? Status(
                status,
                ("Retry-After", Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
                ("retry-after-ms", wait.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)))
            : Status(status, []);

    /// <summary>An error status with header fields.</summary>
    public static StubAnswer Status(int status, params (string Name, string Value)[] headers) => async call =>
    {
        foreach (var (name, value) in headers)
        {
            call.Context.Response.Headers[name] = value;
        }

        await call.SendJsonAsync(
            WireFormat.Error(status.ToString(CultureInfo.InvariantCulture), "The stub was told to fail."), status);
    };

    /// <summary>Delays another response.</summary>
    public static StubAnswer After(TimeSpan delay, StubAnswer then) => async call =>
    {
        await Task.Delay(delay, call.CallerGone);
        await then(call);
    };

    /// <summary>Responds once a task has completed.</summary>
    public static StubAnswer After(Task release, StubAnswer then) => async call =>
    {
        await release.WaitAsync(call.CallerGone);
        await then(call);
    };

    /// <summary>Responds once so many calls have been in flight at the same time.</summary>
    public static StubAnswer Barrier(int calls) => async call =>
    {
        await call.Server.WaitUntilInFlightAsync(calls, call.CallerGone);
        await Good(call);
    };

    /// <summary>Cycles through responses, each for the time of a turn.</summary>
    public static StubAnswer Flap(TimeSpan turn, params StubAnswer[] answers)
    {
        var started = Stopwatch.GetTimestamp();

        return call => answers[(int)(Stopwatch.GetElapsedTime(started) / turn) % answers.Length](call);
    }

    /// <summary>Picks a response for each call at random, by weight. The same seed gives the same sequence.</summary>
    public static StubAnswer Mix(int seed, params (double Weight, StubAnswer Answer)[] shares)
    {
        var gate = new Lock();
        var random = new Random(seed);
        var total = shares.Sum(share => share.Weight);

        return call => Pick()(call);

        StubAnswer Pick()
        {
            double drawn;
            lock (gate)
            {
                drawn = random.NextDouble() * total;
            }

            foreach (var (weight, answer) in shares)
            {
                drawn -= weight;
                if (drawn < 0)
                {
                    return answer;
                }
            }

            return shares[^1].Answer;
        }
    }

    /// <summary>Resets the connection after the caller has read what was sent.</summary>
    internal static async Task ResetAsync(StubCall call)
    {
        await call.Context.Response.Body.FlushAsync(call.CallerGone);
        // A reset discards what the caller has not read yet.
        await Task.Delay(TimeSpan.FromMilliseconds(100), call.CallerGone);
        call.Context.Abort();
    }

    private static async Task SendHalfAsync(StubCall call)
    {
        var content = WireFormat.GoodContent(call.Request);
        if (call.Request.WantsStream)
        {
            var tokens = content.Length / StreamShape.Plain.TokenLength;
            await call.SendCompletionAsync(content, shape: new StreamShape { EndAfter = tokens / 2, End = StreamEnd.CutOff });
        }
        else
        {
            var body = WireFormat.Completion(call.Request, content);
            await call.SendJsonAsync(body[..(body.Length / 2)]);
        }
    }
}
