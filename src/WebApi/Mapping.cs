using Microsoft.Extensions.Options;

namespace DealInsights.WebApi;

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

/// <summary>Maps the records that queries return to the wire types of each API version.</summary>
internal static class Mapping
{
    /// <summary>Adds the profiles in <c>V2</c> and <c>V3</c>.</summary>
    public static IServiceCollection AddMapping(this IServiceCollection services)
    {
        services.AddOptions<MappingOptions>().BindConfiguration(MappingOptions.Section);

        return services.AddAutoMapper(
            (provider, mapper) => mapper.LicenseKey = provider.GetRequiredService<IOptions<MappingOptions>>().Value.LicenseKey,
            typeof(Mapping).Assembly);
    }
}
