using System.Runtime.InteropServices;
using Spectre.Console.Cli;

namespace DealInsights.WebApi.Cli;

/// <summary>Runs the commands that work on the configured store instead of starting the server.</summary>
internal static class CommandLine
{
    private static readonly string[] HelpOptions = ["--help", "-h"];

    /// <summary>Returns whether the arguments name a command; the server takes configuration only.</summary>
    public static bool IsCommand(string[] args) =>
        args is [var first, ..] && (!first.StartsWith('-') || HelpOptions.Contains(first));

    /// <summary>Runs a command until it ends or the process receives SIGINT or SIGTERM.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

        await using var services = new CommandServices([.. args.Where(IsConfiguration)]);
        var app = new CommandApp();
        app.Configure(configurator => Configure(configurator, services));
        try
        {
            return await app.RunAsync(args.Where(argument => !IsConfiguration(argument)), stop.Token);
        }
        catch (Exception failure) when (CommandFailure.Of(failure) is { } described)
        {
            return await described.ReportAsync();
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static void Configure(IConfigurator app, CommandServices services)
    {
        app.SetApplicationName("DealInsights.WebApi");
        app.UseStrictParsing();
        app.PropagateExceptions();
        app.Settings.Registrar.RegisterInstance(services);
        app.AddCommand<ImportCommand>("import").WithDescription("Loads files as mongoexport writes them.");
        app.AddCommand<ExportCommand>("export").WithDescription("Writes every collection to a file that import and mongoimport load.");
        app.AddCommand<WarmCommand>("warm").WithDescription("Generates missing overviews and title judgements with the language model.");
        app.AddCommand<PurgeCommand>("purge").WithDescription("Deletes a deal or a person from everything that is stored.");
        app.AddBranch("keys", keys =>
        {
            keys.SetDescription("Manages API keys.");
            keys.SetDefaultCommand<KeysCommand>();
            keys.AddCommand<KeysCreateCommand>("create").WithDescription("Creates an API key and prints it once.");
            keys.AddCommand<KeysListCommand>("list").WithDescription("Lists the keys with role, state, expiry and last use.");
            keys.AddCommand<KeysRevokeCommand>("revoke").WithDescription("Ends a key; every instance refuses it within a minute.");
            keys.AddCommand<KeysRotateCommand>("rotate").WithDescription("Creates a successor; the old key stays valid for a day.");
        });
        app.AddCommand<OpenApiCommand>("openapi").WithDescription("Writes the OpenAPI documents to files.");
        app.AddCommand<HealthCommand>("health").WithDescription("Asks a running service whether it is alive.");
    }

    // `--Section:Name=value` and the two settings of the host that have no section.
    private static bool IsConfiguration(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal)
        && argument.IndexOf('=', StringComparison.Ordinal) is > 0 and var end
        && (argument[..end].Contains(':', StringComparison.Ordinal) || argument[..end] is "--environment" or "--urls");
}
