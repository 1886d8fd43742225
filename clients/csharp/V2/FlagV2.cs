using System.Text.Json;
using System.Text.Json.Serialization;

namespace DealInsights.Client.V2;

/// <summary>A yes or no, or text where v2 answers text: in JSON a boolean or a string, for which no generator has a type.</summary>
/// <param name="Value">Yes or no; null when it is text.</param>
/// <param name="Text">The text, such as "N/A"; null when it is yes or no.</param>
[JsonConverter(typeof(FlagV2Converter))]
public sealed record FlagV2(bool? Value, string? Text);

/// <summary>Reads and writes a flag as v2 does.</summary>
public sealed class FlagV2Converter : JsonConverter<FlagV2>
{
    /// <inheritdoc/>
    public override FlagV2 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? new FlagV2(null, reader.GetString()) : new FlagV2(reader.GetBoolean(), null);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, FlagV2 value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        if (value.Value is { } answer)
        {
            writer.WriteBooleanValue(answer);
        }
        else
        {
            writer.WriteStringValue(value.Text);
        }
    }
}
