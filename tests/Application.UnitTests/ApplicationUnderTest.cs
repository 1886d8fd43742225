using DealInsights.Application.Access.Keys;
using DealInsights.Application.Audit;
using DealInsights.Application.Concerns;
using DealInsights.Application.Deals;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Meetings;
using DealInsights.Application.Privacy;
using DealInsights.Application.Stakeholders;
using DealInsights.Domain.Deals;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace DealInsights.Application.UnitTests;

/// <summary>The application as the host wires it, over ports that a test sets up; queries go through every behavior.</summary>
internal sealed class ApplicationUnderTest : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly IServiceScope _request;

    public ApplicationUnderTest()
    {
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSingleton<TimeProvider>(Clock)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(new FakeLoggerProvider(Logs)))
            .AddApplication()
            .AddSingleton(Deals.Object)
            .AddSingleton(Concerns.Object)
            .AddSingleton(Meetings.Object)
            .AddSingleton(Summarizer.Object)
            .AddSingleton(Classifier.Object)
            .AddSingleton(Keys.Object)
            .AddSingleton(Removal.Object)
            .AddSingleton(Audit.Object)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
        _request = _services.CreateScope();
    }

    public Mock<IDealRepository> Deals { get; } = new(MockBehavior.Strict);

    public Mock<IConcernRepository> Concerns { get; } = new(MockBehavior.Strict);

    public Mock<IMeetingRepository> Meetings { get; } = new(MockBehavior.Strict);

    public Mock<IMeetingSummarizer> Summarizer { get; } = new(MockBehavior.Strict);

    public Mock<IDecisionMakerClassifier> Classifier { get; } = new(MockBehavior.Strict);

    public Mock<IApiKeyRepository> Keys { get; } = new(MockBehavior.Strict);

    public Mock<IDataRemoval> Removal { get; } = new(MockBehavior.Strict);

    public Mock<IAuditRepository> Audit { get; } = new(MockBehavior.Strict);

    public FakeTimeProvider Clock { get; } = new();

    public FakeLogCollector Logs { get; } = new();

    public IServiceProvider Services => _services;

    public RequestTimings Timings => _request.ServiceProvider.GetRequiredService<RequestTimings>();

    /// <summary>Stores a deal; no other id is known then.</summary>
    public Deal HasDeal(string id, string name)
    {
        var deal = new Deal(id, name, null, null, null, null, null, null, null);
        Deals.Setup(port => port.FindByIdAsync(It.IsNotIn(id), It.IsAny<CancellationToken>())).ReturnsAsync((Deal?)null);
        Deals.Setup(port => port.FindByIdAsync(id, It.IsAny<CancellationToken>())).ReturnsAsync(deal);
        Deals.Setup(port => port.FindByNameAsync(name, It.IsAny<CancellationToken>())).ReturnsAsync(deal);

        return deal;
    }

    public Task<T> SendAsync<T>(IRequest<T> query, CancellationToken cancellationToken = default) =>
        _request.ServiceProvider.GetRequiredService<IMediator>().Send(query, cancellationToken);

    public void Dispose()
    {
        _request.Dispose();
        _services.Dispose();
    }
}
