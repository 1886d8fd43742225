using DealInsights.WebApi.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.OpenApi;

/// <summary>Describes the authentication schemes, the operations that need one, and their 401 and 403 responses.</summary>
internal static class SecuritySchemes
{
    public const string ApiKey = "ApiKey";

    public const string Bearer = "Bearer";

    public static void AddSecurity(this OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.AddComponent<IOpenApiSecurityScheme>(ApiKey, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = ApiKeyHandler.Header,
                Description = "An API key that the operator issued.",
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
        Add("401", "The credentials are missing, invalid or expired; `WWW-Authenticate` lists the accepted ones.");
        Add("403", "The role of these credentials does not allow this.");

        return Task.CompletedTask;

        void Add(string status, string when) => operation.Responses[status] = new OpenApiResponse { Description = when };
    }
}
