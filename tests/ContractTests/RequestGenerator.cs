using System.Text.Json;
using CsCheck;
using DealInsights.TestSupport;

namespace DealInsights.ContractTests;

/// <summary>Generates requests from the documented parameters, most of them valid.</summary>
internal static class RequestGenerator
{
    private static readonly IReadOnlyList<JsonElement> Deals =
        [.. File.ReadLines(RepositoryFolder.PathOf("samples/deal_info.json")).Select(line => JsonDocument.Parse(line).RootElement)];

    private static readonly Gen<string> DealName = AnyOf<string>([.. Deals.Select(deal => deal.GetProperty("deal_id").GetString()!)]);

    private static readonly Gen<string> DealId =
        AnyOf<string>([.. Deals.Select(deal => deal.GetProperty("_id").GetProperty("$oid").GetString()!)]);

    private static readonly Gen<string> Character = Gen.Frequency(
        (6, Gen.Char['a', 'z'].Select(character => $"{character}")),
        (2, AnyOf(" ", "/", "%", "?", "#", "&", "=", "+", "\"", "\\", ";", ":", ",", "'", "<", "%2F")),
        (1, AnyOf("é", "ß", "ひ", "🥐", "\u0000", "\n", "\t", "\u200b")));

    private static readonly Gen<string> Text = Character.Array[0, 12].Select(string.Concat);

    private static readonly Gen<string> LongText = Gen.Select(AnyOf("x", "é", "🥐"), Gen.Int[250, 262])
        .Select((character, count) => string.Concat(Enumerable.Repeat(character, count)));

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Int[-2, 250].Select(number => $"{number}"), AnyOf("2147483648", "1.5", "ten", "0x1", "true"));

    /// <summary>Values for the parameters of an operation; null for one that is not sent.</summary>
    public static Gen<IReadOnlyDictionary<ApiParameter, string?>> Of(ApiOperation operation) =>
        operation.Parameters.Aggregate(
            Gen.Const<IReadOnlyDictionary<ApiParameter, string?>>(new Dictionary<ApiParameter, string?>()),
            (values, parameter) => Gen.Select(
                values,
                ValueOf(parameter),
                (given, value) => (IReadOnlyDictionary<ApiParameter, string?>)new Dictionary<ApiParameter, string?>(given)
                {
                    [parameter] = value,
                }));

    private static Gen<string?> ValueOf(ApiParameter parameter) => parameter.In switch
    {
        // An empty segment, or one that a client resolves, makes another path; the server itself rejects a NUL in a path,
        // without a body.
        "path" => Sent(parameter).Where(
            value => value is not ("" or "." or "..") && !value!.Contains('\0', StringComparison.Ordinal)),
        "header" => AnyOf(null, null, null, "*", "W/\"5b1f\"", "\"a\", W/\"b\"", "nonsense"),
        _ => Gen.Frequency((parameter.IsRequired ? 1 : 10, Gen.Const((string?)null)), (10, Sent(parameter))),
    };

    private static Gen<string?> Sent(ApiParameter parameter) =>
        Gen.Frequency((8, Likely(parameter)), (1, Text), (1, LongText)).Select(value => (string?)value);

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static Gen<string> Likely(ApiParameter parameter)
    {
        if (parameter.Schema.TryGetProperty("enum", out var allowed))
        {
            return AnyOf<string>([.. allowed.EnumerateArray().Select(value => value.ToString())]);
        }

        return parameter.Schema.GetProperty("type").ToString() switch
        {
            "integer" => Number,
            "boolean" => AnyOf("true", "false"),
            _ when parameter.Name == "dealId" => DealId,
            _ when parameter.Name is "dealName" or "deal_name" or "name" => DealName,
            _ => Gen.OneOf(Text, Gen.Const(parameter.Example ?? "a")),
        };
    }
}
