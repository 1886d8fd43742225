using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json.Nodes;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>
/// Sends the token limit under the name that the model accepts. The client cannot: for Azure it writes
/// <c>max_tokens</c>, for others <c>max_completion_tokens</c>, and its switch between them
/// (<c>SetNewMaxCompletionTokensPropertyEnabled</c>, 2.1.0) throws on new options.
/// </summary>
internal sealed class TokenLimitNamePolicy(bool useMaxCompletionTokens) : PipelinePolicy
{
    private const string Old = "max_tokens";
    private const string New = "max_completion_tokens";

    private readonly string _wanted = useMaxCompletionTokens ? New : Old;
    private readonly string _unwanted = useMaxCompletionTokens ? Old : New;

    /// <inheritdoc/>
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
        throw new NotSupportedException("Every call is asynchronous.");

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(
        PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        if (message.Request.Content is { } content)
        {
            message.Request.Content = await RenameAsync(content, message.CancellationToken);
        }

        await ProcessNextAsync(message, pipeline, currentIndex);
    }

    private async Task<BinaryContent> RenameAsync(BinaryContent content, CancellationToken cancellationToken)
    {
        using var written = new MemoryStream();
        await content.WriteToAsync(written, cancellationToken);
        written.Position = 0;
        var body = (await JsonNode.ParseAsync(written, cancellationToken: cancellationToken))!.AsObject();
        if (body.Remove(_unwanted, out var limit))
        {
            body[_wanted] = limit;
        }

        return BinaryContent.Create(BinaryData.FromString(body.ToJsonString()));
    }
}
