using System.Diagnostics;
using System.Globalization;

namespace DealInsights.ModelStub;

/// <summary>The ways in which the stub can answer.</summary>
public static class StubAnswers
{
    /// <summary>As a model does that works: judgements of titles, or an overview with true quotes.</summary>
    public static StubAnswer Good { get; } = call => call.SendCompletionAsync(WireFormat.GoodContent(call.Request));

    /// <summary>The prompt is refused by Azure's content filter.</summary>
    public static StubAnswer ContentFilter { get; } = call =>
        call.SendJsonAsync(WireFormat.ContentFilterError, StatusCodes.Status400BadRequest);

    /// <summary>The model declines.</summary>
    public static StubAnswer Refusal { get; } = call =>
        call.SendCompletionAsync(null, refusal: "I cannot help with that.");

    /// <summary>A proxy's page instead of the model's answer, with status 200.</summary>
    public static StubAnswer Html { get; } = async call =>
    {
        call.Context.Response.ContentType = "text/html";
        await call.Context.Response.WriteAsync("<html><body>Sign in to the network</body></html>", call.CallerGone);
    };

    /// <summary>Half of a good answer, properly ended.</summary>
    public static StubAnswer CutOff { get; } = call => SendHalfAsync(call);

    /// <summary>Half of a good answer, then the connection is reset.</summary>
    public static StubAnswer Reset { get; } = async call =>
    {
        await SendHalfAsync(call);
        await ResetAsync(call);
    };

    /// <summary>The connection is reset before anything is answered.</summary>
    public static StubAnswer Disconnect { get; } = call =>
    {
        call.Context.Abort();

        return Task.CompletedTask;
    };

    /// <summary>Nothing, until the caller hangs up.</summary>
    public static StubAnswer Silence { get; } = call => Task.Delay(Timeout.Infinite, call.CallerGone);

    /// <summary>An answer that begins at once and never ends: a blank now and then, until the caller hangs up.</summary>
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

    /// <summary>Judgements that leave out the last title.</summary>
    public static StubAnswer MissingId { get; } = Content(request =>
        WireFormat.Judgements(WireFormat.TitlesOf(request).SkipLast(1)));

    /// <summary>Judgements with one for a title that was not asked about.</summary>
    public static StubAnswer ExtraId { get; } = Content(request =>
        WireFormat.Judgements([.. WireFormat.TitlesOf(request), (Id: 4711, Title: "ceo")]));

    /// <summary>Judgements that say both true and false of the first title.</summary>
    public static StubAnswer ContradictoryId { get; } = Content(request =>
    {
        var first = WireFormat.TitlesOf(request)[0].Id;
        var others = WireFormat.TitlesOf(request).Skip(1).Select(title => (title.Id, MayDecide: false));

        return WireFormat.Judgements([(first, true), (first, false), .. others]);
    });

    /// <summary>An overview whose quotes nobody said.</summary>
    public static StubAnswer Invented { get; } = Content(_ => WireFormat.Overview(
        ("Signing the contract.", 1, "we hereby sign a contract over nine million"), ("Dancing.", 1, "let us dance on the tables")));

    /// <summary>JSON that the schema does not allow.</summary>
    public static StubAnswer WrongSchema { get; } = Content(_ => """{"verdicts":{"1":"yes"}}""");

    /// <summary>A finished completion with this text.</summary>
    public static StubAnswer Text(string text, string finishReason = "stop") => Content(_ => text, finishReason);

    /// <summary>A finished completion with a text made from the request.</summary>
    public static StubAnswer Content(Func<RecordedRequest, string> content, string finishReason = "stop") => call =>
        call.SendCompletionAsync(content(call.Request), finishReason);

    /// <summary>A good answer that is streamed like this, to those who ask for a stream.</summary>
    public static StubAnswer Streamed(StreamShape shape) => Streamed(shape, WireFormat.GoodContent);

    /// <summary>An answer with a text made from the request that is streamed like this, to those who ask for a stream.</summary>
    public static StubAnswer Streamed(StreamShape shape, Func<RecordedRequest, string> content) => call =>
        call.SendCompletionAsync(content(call.Request), shape: shape);

    /// <summary>
    /// An answer that is held until <paramref name="release"/>: in one piece before it begins, as a stream after the first
    /// <paramref name="after"/> in its text.
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

    /// <summary>An error status; <paramref name="retryAfter"/> is told as <c>Retry-After</c> and <c>retry-after-ms</c>.</summary>
    public static StubAnswer Status(int status, TimeSpan? retryAfter = null) =>
        retryAfter is { } wait
            ? Status(
                status,
                ("Retry-After", Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
                ("retry-after-ms", wait.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)))
            : Status(status, []);

    /// <summary>An error status with header fields of the test's choice.</summary>
    public static StubAnswer Status(int status, params (string Name, string Value)[] headers) => async call =>
    {
        foreach (var (name, value) in headers)
        {
            call.Context.Response.Headers[name] = value;
        }

        await call.SendJsonAsync(
            WireFormat.Error(status.ToString(CultureInfo.InvariantCulture), "The stub was told to fail."), status);
    };

    /// <summary>Answers after a while.</summary>
    public static StubAnswer After(TimeSpan delay, StubAnswer then) => async call =>
    {
        await Task.Delay(delay, call.CallerGone);
        await then(call);
    };

    /// <summary>Answers only once this many calls have been in flight at the same time.</summary>
    public static StubAnswer Barrier(int calls) => async call =>
    {
        await call.Server.WaitUntilInFlightAsync(calls, call.CallerGone);
        await Good(call);
    };

    /// <summary>Answers in one way for a while, then in the next, and from the beginning after the last.</summary>
    public static StubAnswer Flap(TimeSpan turn, params StubAnswer[] answers)
    {
        var started = Stopwatch.GetTimestamp();

        return call => answers[(int)(Stopwatch.GetElapsedTime(started) / turn) % answers.Length](call);
    }

    /// <summary>
    /// Answers a share of the calls with each of these. The same seed deals the same hand in the same order of arrival.
    /// </summary>
    /// <param name="seed">Of the random numbers.</param>
    /// <param name="shares">Relative weights; they need not add up to 100.</param>
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

    /// <summary>Resets the connection once the caller has what was sent.</summary>
    internal static async Task ResetAsync(StubCall call)
    {
        await call.Context.Response.Body.FlushAsync(call.CallerGone);
        // A reset overtakes what the caller has not read yet; then it would come before the answer.
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
