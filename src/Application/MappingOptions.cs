namespace DealInsights.Application;

/// <summary>Settings of the mapping library, section <c>AutoMapper</c>.</summary>
public sealed class MappingOptions
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "AutoMapper";

    /// <summary>
    /// The licence key for AutoMapper 15 and later. Absent by default: the library works and logs one notice at start.
    /// </summary>
    public string? LicenseKey { get; set; }
}
