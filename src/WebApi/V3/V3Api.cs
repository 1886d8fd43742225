namespace DealInsights.WebApi.V3;

/// <summary>
/// Version 3 of the API: what v2 knows and more, in clean types, addressed by ids, with evidence and freshness in the body.
/// </summary>
internal static class V3Api
{
    public const string Version = "v3";

    public const string Base = "/api/v3";

    public const string Deals = Base + "/deals";
}
