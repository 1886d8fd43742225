namespace DealInsights.WebApi.V2;

/// <summary>
/// Version 2 of the API: the addresses, names, shapes and "no data" answers of the service that this one replaces.
/// Whatever is odd in it stays odd; the queries behind it know nothing of that.
/// </summary>
internal static class V2Api
{
    public const string Version = "v2";

    public const string Base = "/api/hubspot/v2";
}
