using AutoMapper;
using DealInsights.Application.Audit;
using DealInsights.Application.Behaviors;
using DealInsights.Application.Concerns.GetDealConcerns;
using DealInsights.Application.Deals.GetDeal;
using DealInsights.Application.Deals.GetDealInsights;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Meetings.GetDealOverview;
using DealInsights.Application.Stakeholders.GetDealStakeholders;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DealInsights.Application;

/// <summary>Registers the queries and what surrounds each of them. The ports they need come from Infrastructure.</summary>
public static class DependencyInjection
{
    /// <summary>Adds the mediator, its handlers and behaviors, the validators and the mappings.</summary>
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        var here = typeof(DependencyInjection).Assembly;

        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<Telemetry>();
        services.AddSingleton<UpstreamLoad>();
        services.AddScoped<RequestTimings>();
        services.AddValidatedOptions<AuditOptions>(AuditOptions.Section);
        services.AddSingleton<AuditTrail>();

        services.AddScoped<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        services.Scan(scan => scan
            .FromAssemblies(here)
            .AddClasses(classes => classes.AssignableTo(typeof(IRequestHandler<,>)), publicOnly: false)
            .AsImplementedInterfaces()
            .WithScopedLifetime());

        services.AddValidatedOptions<PartOptions>(PartOptions.Section);
        services.AddScoped<DealReader>();
        services.AddScoped<ConcernsReader>();
        services.AddScoped<OverviewReader>();
        services.AddScoped<StakeholdersReader>();

        // In the order in which a query passes them: what is refused is timed too.
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(TimingBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));

        services.AddValidatorsFromAssembly(here, ServiceLifetime.Singleton, includeInternalTypes: true);

        services.AddOptions<MappingOptions>().BindConfiguration(MappingOptions.Section);
        services.AddSingleton<IConfigurationProvider>(provider => new MapperConfiguration(
            configuration =>
            {
                configuration.LicenseKey = provider.GetRequiredService<IOptions<MappingOptions>>().Value.LicenseKey;
                configuration.AddMaps(here);
            },
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IMapper>(provider =>
            provider.GetRequiredService<IConfigurationProvider>().CreateMapper(provider.GetService));

        return services;
    }
}
