using DealInsights.Application.Audit;
using DealInsights.Application.Behaviors;
using DealInsights.Application.Diagnostics;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DealInsights.Application;

/// <summary>Registers the queries and what surrounds each of them. The ports they need come from Infrastructure.</summary>
public static class DependencyInjection
{
    /// <summary>Adds the mediator, its handlers and behaviors and the validators.</summary>
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        var here = typeof(DependencyInjection).Assembly;

        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<Telemetry>();
        services.AddScoped<RequestTimings>();
        services.AddValidatedOptions<AuditOptions>(AuditOptions.Section);
        services.AddSingleton<AuditTrail>();
        services.AddScoped<AuditedDeal>();

        services.AddScoped<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        services.Scan(scan => scan
            .FromAssemblies(here)
            .AddClasses(classes => classes.AssignableTo(typeof(IRequestHandler<,>)), publicOnly: false)
            .AsImplementedInterfaces()
            .WithScopedLifetime());

        // In the order in which a query passes them: what is refused is timed too.
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(TimingBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(AuditBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));

        services.AddValidatorsFromAssembly(here, ServiceLifetime.Singleton, includeInternalTypes: true);

        return services;
    }
}
