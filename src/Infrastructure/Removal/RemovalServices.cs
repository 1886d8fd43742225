using DealInsights.Application.Privacy;
using Microsoft.Extensions.DependencyInjection;

namespace DealInsights.Infrastructure.Removal;

/// <summary>Registers what removes deals and people.</summary>
internal static class RemovalServices
{
    /// <summary>Adds <see cref="IDataRemoval"/>, which needs the <see cref="IStoredDataRemoval"/> of a store beside it.</summary>
    public static IServiceCollection AddRemoval(this IServiceCollection services) =>
        services.AddScoped<IDataRemoval, DataRemoval>();
}
