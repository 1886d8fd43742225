using Spectre.Console.Cli;

namespace DealInsights.LoadTest.Baseline;

/// <summary>Runs the baseline server until standard input ends, which it does when the load run's process ends.</summary>
internal sealed class BaselineCommand : AsyncCommand<BaselineCommand.Settings>
{
    public const string Name = "baseline-server";

    public const string MongoDbOption = "--mongodb";

    public override async Task<int> ExecuteAsync(
        CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var app = BaselineServer.Build(settings.MongoDb);
        await app.StartAsync(CancellationToken.None);
        await Console.Out.WriteLineAsync(app.Urls.Single());
        await Console.In.ReadToEndAsync(CancellationToken.None);
        return 0;
    }

    internal sealed class Settings : CommandSettings
    {
        [CommandOption($"{MongoDbOption} <CONNECTIONSTRING>")]
        public string? MongoDb { get; init; }
    }
}
