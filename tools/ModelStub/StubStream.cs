using System.Text;

namespace DealInsights.ModelStub;

/// <summary>Writes one streamed completion.</summary>
internal sealed class StubStream(StubCall call, StreamShape shape)
{
    /// <summary>Streams a text, or a refusal if there is no text.</summary>
    public async Task SendAsync(string? content, string finishReason, string? refusal)
    {
        call.Context.Response.ContentType = "text/event-stream; charset=utf-8";
        if (call.Request.IsAzure)
        {
            await WriteAsync(StreamFormat.PromptFilter);
        }

        await Task.Delay(shape.FirstTokenDelay, call.CallerGone);
        await WriteAsync(StreamFormat.Role(call.Request));
        var tokens = Tokens(content ?? refusal ?? "", shape.TokenLength);
        for (var number = 0; number < Math.Min(tokens.Count, shape.EndAfter ?? tokens.Count); number++)
        {
            if (number > 0)
            {
                await Task.Delay(shape.TokenDelay, call.CallerGone);
            }

            await (shape.BeforeToken?.Invoke(number, call.CallerGone) ?? Task.CompletedTask);
            await WriteAsync(content is null
                ? StreamFormat.Refusal(call.Request, tokens[number])
                : StreamFormat.Token(call.Request, tokens[number]));
        }

        await EndAsync(finishReason, (content ?? refusal ?? "").Length);
    }

    private async Task EndAsync(string finishReason, int length)
    {
        switch (shape.End)
        {
            case StreamEnd.Done or StreamEnd.ContentFilter:
                await FinishAsync(shape.End == StreamEnd.Done ? finishReason : "content_filter", length);
                break;

            case StreamEnd.Error:
                await WriteAsync(StreamFormat.Error);
                break;

            case StreamEnd.Garbage:
                await WriteAsync(StreamFormat.Garbage);
                break;

            case StreamEnd.Silence:
                await Task.Delay(Timeout.Infinite, call.CallerGone);
                break;

            case StreamEnd.Reset:
                await StubAnswers.ResetAsync(call);
                break;

            default: // CutOff
                break;
        }
    }

    private async Task FinishAsync(string reason, int length)
    {
        await WriteAsync(StreamFormat.Finish(call.Request, reason));
        if (call.Request.WantsUsage)
        {
            await WriteAsync(StreamFormat.Usage(call.Request, length));
        }

        await WriteAsync(StreamFormat.Done);
    }

    private async Task WriteAsync(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = shape.WriteLength ?? bytes.Length;
        for (var start = 0; start < bytes.Length; start += length)
        {
            await call.Context.Response.Body.WriteAsync(
                bytes.AsMemory(start, Math.Min(length, bytes.Length - start)), call.CallerGone);
            await call.Context.Response.Body.FlushAsync(call.CallerGone);
        }
    }

    // By runes, because a model's tokens do not tear surrogate pairs either.
    private static List<string> Tokens(string text, int length) =>
        [.. text.EnumerateRunes().Chunk(length).Select(runes => string.Concat(runes))];
}
