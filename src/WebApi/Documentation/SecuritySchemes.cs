using DealInsights.WebApi.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.Documentation;

/// <summary>What a document says about credentials: which there are, which operations ask for them, how those refuse. The form
/// of refusals is described with that of all errors.</summary>
internal static class SecuritySchemes
{
    public const string ApiKey = "ApiKey";

    public const string Bearer = "Bearer";

    /// <summary>Adds it to a document, of whichever version of the API.</summary>
    public static void AddSecurity(this OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.AddComponent<IOpenApiSecurityScheme>(ApiKey, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = ApiKeyHandler.Header,
                Description = "A key that was made for you, as long as it is valid.",
            });
            document.AddComponent<IOpenApiSecurityScheme>(Bearer, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "A token of the issuer that the service is configured with.",
            });

            return Task.CompletedTask;
        });
        options.AddOperationTransformer(DescribeAsync);
    }

    private static Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<IAllowAnonymous>().Any() || !metadata.OfType<IAuthorizeData>().Any())
        {
            return Task.CompletedTask;
        }

        operation.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiKey, context.Document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] },
        ];

        operation.Responses ??= [];
        Add("401", "Credentials are missing, or not valid, or not any more; `WWW-Authenticate` says which are accepted.");
        Add("403", "The role of these credentials does not include this.");

        return Task.CompletedTask;

        void Add(string status, string when) => operation.Responses[status] = new OpenApiResponse { Description = when };
    }
}
