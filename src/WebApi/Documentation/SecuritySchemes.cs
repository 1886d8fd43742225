using DealInsights.WebApi.Errors;
using DealInsights.WebApi.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.Documentation;

/// <summary>What a document says about credentials: which there are, which operations ask for them, how those refuse.</summary>
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
                Name = ApiKeyAuthentication.Header,
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
        options.AddOperationTransformer(AddAsync);
    }

    private static async Task AddAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<IAllowAnonymous>().Any() || !metadata.OfType<IAuthorizeData>().Any())
        {
            return;
        }

        var document = context.Document!;
        operation.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiKey, document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] },
        ];

        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, cancellationToken);
        document.AddComponent(nameof(ProblemDetails), problem);
        var schema = new OpenApiSchemaReference(nameof(ProblemDetails), document);
        Add("401", "Credentials are missing, or not valid, or not any more; `WWW-Authenticate` says which are accepted.");
        Add("403", "The role of these credentials does not include this.");
        Add("429", "This caller sent more requests than it may, or this address too many with wrong credentials; `Retry-After` says when to ask again.");

        void Add(string status, string when)
        {
            operation.Responses ??= [];
            operation.Responses.TryAdd(status, new OpenApiResponse
            {
                Description = when,
                Content = new Dictionary<string, OpenApiMediaType> { [Problems.MediaType] = new OpenApiMediaType { Schema = schema } },
            });
        }
    }
}
