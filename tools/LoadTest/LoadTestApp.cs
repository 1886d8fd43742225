using DealInsights.LoadTest.Baseline;
using DealInsights.LoadTest.MakeDeals;
using Spectre.Console.Cli;

namespace DealInsights.LoadTest;

/// <summary>The program's commands: a load run by default, <c>make-deals</c>, and the baseline server it starts.</summary>
internal static class LoadTestApp
{
    public static CommandApp<LoadCommand> Create()
    {
        var app = new CommandApp<LoadCommand>();
        app.Configure(configuration =>
        {
            configuration.SetApplicationName("load-test").UseStrictParsing().CancellationExitCode(130);
            configuration.AddCommand<MakeDealsCommand>("make-deals")
                .WithDescription("Write invented deals as mongoexport files, to be loaded with the service's import");
            configuration.AddCommand<BaselineCommand>(BaselineCommand.Name).IsHidden();
        });
        return app;
    }
}
