using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;

namespace DealInsights.WebApi.Cli;

/// <summary>Generates missing insights ahead of time.</summary>
internal sealed class WarmCommand(CommandServices services) : AsyncCommand<WarmCommand.Settings>
{
    public override Task<int> ExecuteAsync(
        CommandContext context, Settings settings, CancellationToken cancellationToken) =>
        new Warming(services).RunAsync(settings.All ? null : settings.Deals, settings, cancellationToken);

    internal sealed class Settings : WarmingSettings
    {
        [CommandOption("--deal <NAME>")]
        [Description("A deal; may be repeated.")]
        public string[] Deals { get; init; } = [];

        [CommandOption("--all")]
        [Description("All deals that have meetings.")]
        public bool All { get; init; }

        public override ValidationResult Validate() => All == (Deals.Length > 0)
            ? ValidationResult.Error("warm needs either --deal NAME or --all.")
            : OptionValues.All(OptionValues.Required("--deal", Deals), base.Validate());
    }
}
