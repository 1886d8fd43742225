namespace DealInsights.WebApi.Hosting;

/// <summary>Which web pages may call the API from a browser, section <c>Cors</c>.</summary>
internal sealed class CorsSettings
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "Cors";

    /// <summary>The origins that may, such as <c>https://crm.example</c>: scheme, host, port, no path.</summary>
    /// <value>Empty unless configured: any origin in Development, none elsewhere.</value>
    public IList<string> AllowedOrigins { get; } = [];
}
