using DealInsights.Application;
using DealInsights.WebApi.Http;

namespace DealInsights.WebApi.Streaming;

/// <summary>Registers what streams of events need.</summary>
internal static class EventStreams
{
    public static IServiceCollection AddEventStreams(this IServiceCollection services)
    {
        services.AddValidatedOptions<StreamOptions>(StreamOptions.Section);
        // As itself too: what ends a stream is described as what ends a request.
        services.AddSingleton<FailureHandler>();

        return services;
    }
}
