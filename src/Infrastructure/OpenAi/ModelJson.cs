using System.Text.Encodings.Web;
using System.Text.Json;
using DealInsights.Domain.Insights;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>The JSON of questions and answers.</summary>
internal static class ModelJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        // "geschäftsführer" instead of escapes, which cost tokens.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads a part of an answer; <see langword="null"/> when it does not follow the schema.</summary>
    public static T? TryRead<T>(ReadOnlySpan<byte> part)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(part, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string Write<T>(T question) => JsonSerializer.Serialize(question, Options);

    /// <summary>Reads an answer. Refuses one that is cut off or breaks the schema.</summary>
    /// <exception cref="LanguageModelException">It does not follow the schema.</exception>
    public static T Read<T>(string answer)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(answer, Options) ?? throw new LanguageModelException(ModelFailure.Invalid);
        }
        catch (JsonException unreadable)
        {
            throw new LanguageModelException(ModelFailure.Invalid, unreadable);
        }
    }
}
