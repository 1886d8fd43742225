using DealInsights.WebApi.Documentation;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.Commands;

/// <summary>Writes the OpenAPI documents to files, as the service serves them.</summary>
internal sealed class OpenApiCommand(IServiceProvider services)
{
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public async Task<int> RunAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach (var document in ApiDocument.All)
        {
            var content = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(document.Name)
                .GetOpenApiDocumentAsync(cancellationToken);
            var json = await content.SerializeAsJsonAsync(document.Format, cancellationToken);
            await File.WriteAllTextAsync(
                Path.Combine(folder, $"{document.Name}.json"), $"{json.ReplaceLineEndings("\n")}\n", cancellationToken);
        }

        return ExitCodes.Done;
    }
}
