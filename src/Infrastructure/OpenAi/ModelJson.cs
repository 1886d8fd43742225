using System.Text.Encodings.Web;
using System.Text.Json;
using DealInsights.Domain.Insights;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>The JSON that is exchanged with the model.</summary>
internal static class ModelJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        // "geschäftsführer" rather than a row of escapes, which cost tokens and understanding.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads a part of an answer; <see langword="null"/> when it is not in the form that was asked for.</summary>
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

    /// <summary>Reads an answer. One that was cut off is no JSON; one that breaks the schema is refused too.</summary>
    /// <exception cref="LanguageModelException">It is not in the form that was asked for.</exception>
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
