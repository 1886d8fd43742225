using System.Text.Json;
using System.Text.Json.Serialization;
using DealInsights.Domain.Concerns;

namespace DealInsights.WebApi.V2;

/// <summary>A yes or no, or text where v2 has always answered text. Written as a JSON boolean or a JSON string.</summary>
[JsonConverter(typeof(Converter))]
public sealed record FlagV2
{
    private readonly ConcernFlag _flag;

    internal FlagV2(ConcernFlag flag) => _flag = flag;

    internal static FlagV2 NotAvailable { get; } = new(ConcernFlag.Of("N/A"));

    private sealed class Converter : JsonConverter<FlagV2>
    {
        public override FlagV2 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.TokenType == JsonTokenType.String
                ? ConcernFlag.Of(reader.GetString()!)
                : ConcernFlag.Of(reader.GetBoolean()));

        public override void Write(Utf8JsonWriter writer, FlagV2 value, JsonSerializerOptions options)
        {
            if (value._flag.Value is { } answer)
            {
                writer.WriteBooleanValue(answer);
            }
            else
            {
                writer.WriteStringValue(value._flag.Text);
            }
        }
    }
}
