using System.ComponentModel;
using DealInsights.WebApi.OpenApi;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Spectre.Console.Cli;

namespace DealInsights.WebApi.Cli;

/// <summary>Writes the OpenAPI documents to files, as the service serves them.</summary>
internal sealed class OpenApiCommand(CommandServices services) : AsyncCommand<OpenApiCommand.Settings>
{
    public override async Task<int> ExecuteAsync(
        CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.Folder);
        foreach (var document in ApiDocument.All)
        {
            var content = await services.Get<IOpenApiDocumentProvider>(document.Name)
                .GetOpenApiDocumentAsync(cancellationToken);
            var json = await content.SerializeAsJsonAsync(document.Format, cancellationToken);
            await File.WriteAllTextAsync(
                Path.Combine(settings.Folder, $"{document.Name}.json"),
                $"{json.ReplaceLineEndings("\n")}\n",
                cancellationToken);
        }

        return ExitCodes.Done;
    }

    internal sealed class Settings : CommandSettings
    {
        [CommandArgument(0, "<FOLDER>")]
        [Description("The folder to write to; created when it is missing.")]
        public required string Folder { get; init; }
    }
}
