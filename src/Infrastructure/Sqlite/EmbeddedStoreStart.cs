using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>Prepares the embedded store before the server accepts requests. A file that cannot be used stops the start.</summary>
internal sealed class EmbeddedStoreStart(
    EmbeddedDatabase database, SampleLoader samples, IOptions<EmbeddedStoreOptions> options) : IHostedService
{
    private static readonly string SamplesFolder = Path.Combine(AppContext.BaseDirectory, "samples");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        database.Prepare();
        if (options.Value.LoadSamples)
        {
            await samples.LoadAsync(SamplesFolder, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
