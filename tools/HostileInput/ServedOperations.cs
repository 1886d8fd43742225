using System.Text.Json;

namespace DealInsights.HostileInput;

/// <summary>An HTTP method and a path with its parameters in braces.</summary>
internal sealed record Operation(string Method, string Path);

/// <summary>The operations and query parameters that the service's OpenAPI documents list.</summary>
internal sealed record ServedOperations(IReadOnlyList<Operation> Operations, IReadOnlyList<string> QueryParameters)
{
    private static readonly string[] Documents = ["/openapi/v2.json", "/openapi/v3.json"];

    /// <summary>Asks the service for its documents.</summary>
    /// <exception cref="HttpRequestException">The service does not serve a document.</exception>
    public static async Task<ServedOperations> ReadAsync(Uri service, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = service };
        var documents = await Task.WhenAll(
            Documents.Select(document => http.GetStringAsync(document, cancellationToken)));
        var operations = documents
            .SelectMany(document => JsonElement.Parse(document).GetProperty("paths").EnumerateObject())
            .SelectMany(path => path.Value.EnumerateObject(), (path, operation) => (Path: path.Name, operation))
            .ToList();
        return new ServedOperations(
            [.. operations.Select(served => new Operation(served.operation.Name.ToUpperInvariant(), served.Path))],
            [.. operations.SelectMany(served => QueryParametersOf(served.operation.Value)).Distinct()]);
    }

    private static IEnumerable<string> QueryParametersOf(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray()
                .Where(parameter => parameter.GetProperty("in").ValueEquals("query"))
                .Select(parameter => parameter.GetProperty("name").GetString()!)
            : [];
}
