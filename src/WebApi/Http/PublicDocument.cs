namespace DealInsights.WebApi.Http;

/// <summary>Marks the endpoint of a document that is public and the same for every caller, such as the API page.</summary>
internal sealed class PublicDocument;
