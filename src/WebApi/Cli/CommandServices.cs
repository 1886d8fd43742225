using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Cli;

/// <summary>
/// The application's services for one command, built on first use. The host is not started: it would load the samples.
/// </summary>
/// <param name="configuration">The arguments that are configuration.</param>
internal sealed class CommandServices(string[] configuration) : IAsyncDisposable
{
    private WebApplication? _app;
    private AsyncServiceScope? _scope;

    /// <summary>Returns a service from the scope of this command; null when it is not registered.</summary>
    /// <exception cref="OptionsValidationException">The configuration is invalid.</exception>
    public T? Find<T>()
        where T : class => Scope.GetService<T>();

    /// <inheritdoc cref="Find{T}"/>
    public T Get<T>()
        where T : class => Scope.GetRequiredService<T>();

    /// <summary>Returns the service that is registered under a key.</summary>
    public T Get<T>(string key)
        where T : class => Scope.GetRequiredKeyedService<T>(key);

    public async ValueTask DisposeAsync()
    {
        if (_scope is { } scope)
        {
            await scope.DisposeAsync();
        }

        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private IServiceProvider Scope => (_scope ??= Build()).ServiceProvider;

    private AsyncServiceScope Build()
    {
        // Scripts read what a command prints, so the log has to stay quiet unless it is configured.
        _app = DealInsightsApp.Build(["--Logging:LogLevel:Default=Warning", .. configuration]);
        _app.Services.GetRequiredService<IStartupValidator>().Validate();

        return _app.Services.CreateAsyncScope();
    }
}
