using DealInsights.Application.Audit;
using DealInsights.Application.Failures;
using DealInsights.Application.Transfer;
using DealInsights.Application.Warming;
using MediatR;
using Spectre.Console;

namespace DealInsights.WebApi.Commands;

/// <summary>The commands that work on the configured store instead of starting the server.</summary>
internal static class CommandLine
{
    private const string Import = "import";
    private const string Export = "export";
    private const string Warm = "warm";
    private const string OpenApi = "openapi";

    private const string AlsoWarm = "--warm";
    private const string All = "--all";
    private const string Deal = "--deal";
    private const string MaxCalls = "--max-calls";
    private const string MaxParallel = "--max-parallel";

    private const int DefaultCalls = 1_000;
    private const int MostCalls = 10_000_000;
    private const int DefaultParallel = 4;
    private const int MostParallel = 1_000;

    private const string Usage = """
        Usage:
          import <folder or file>   load files as mongoexport writes them, one document a line, named for their collection
            --warm                  then have the language model generate what that changed (limits as below)
          export <folder>           write every collection to a file that import (and mongoimport) loads
          warm                      have the language model generate overviews and judge titles that are missing
            --deal NAME             of this deal; may be repeated
            --all                   of all deals
            --max-calls N           ask the model at most so often     1,000
            --max-parallel N        so many questions at once          4
          purge                     remove a deal or a person from all that is stored, for good
            --deal NAME             this deal
            --person EMAIL          the person with this address, from every deal
            --dry-run               only say what would be removed
          keys create NAME          make an API key and show it, this once
            --role ROLE             reader (deals), operator (diagnostics, metrics) or admin (all)
            --days N                valid for so long                  365
          keys list                 whose keys there are, and when they were last used
          keys revoke NAME          end it; every instance refuses it within a minute
          keys rotate NAME          make another beside it, which goes on for a day
            --days N                as above
            --at-once               end it now
          openapi <folder>          write the OpenAPI documents to files
          health                    ask a running service whether it is alive; exits with 0 or 1
            --url URL               at this address, not at the one where these settings make it listen
        """;

    /// <summary>Whether the arguments ask for a command rather than for the server.</summary>
    public static bool IsCommand(string[] args) =>
        args is [Import or Export or Warm or PurgeCommand.Name or KeysCommand.Name or OpenApi, ..];

    /// <summary>
    /// The arguments that are configuration. Of a command's these are the options with <c>=</c> alone: the configuration
    /// would take a path such as <c>/srv/export</c> for a switch, and what follows for its value.
    /// </summary>
    public static string[] ConfigurationOf(string[] args) => IsCommand(args)
        ?
        [
            .. args.Where(argument => argument.StartsWith("--", StringComparison.Ordinal) && argument.Contains('=', StringComparison.Ordinal)),
            // What it writes is for a script to take.
            .. args[0] == KeysCommand.Name ? ["--Logging:LogLevel:Default=Warning"] : Array.Empty<string>(),
        ]
        : args;

    /// <summary>Runs the command and says how it went: what was done on the output, what was not on the error output.</summary>
    /// <param name="services">The application's services. Its host is not to be started: it would load the samples.</param>
    /// <param name="args">The arguments, the command first.</param>
    /// <param name="cancellationToken">Stops the command; what was done stays.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(
        IServiceProvider services, string[] args, CancellationToken cancellationToken)
    {
        var exitCode = await RunCommandAsync(services, args, cancellationToken);
        if (args[0] is PurgeCommand.Name or KeysCommand.Name or Import or Export)
        {
            await RecordAsync(services, args, exitCode);
        }

        return exitCode;
    }

    private static async Task<int> RunCommandAsync(
        IServiceProvider services, string[] args, CancellationToken cancellationToken)
    {
        try
        {
            var arguments = Parse(args);

            return arguments.Words switch
            {
                [Import, var path] => await ImportAsync(services, path, arguments, cancellationToken),
                [Export, var folder] => await new ExportCommand(
                    services.GetRequiredService<IDealExporter>(), AnsiConsole.Console)
                    .RunAsync(folder, cancellationToken),
                [PurgeCommand.Name] => await PurgeAsync(services, arguments, cancellationToken),
                [KeysCommand.Name, ..] => await KeysAsync(services, arguments, cancellationToken),
                [OpenApi, var folder] => await new OpenApiCommand(services).RunAsync(folder, cancellationToken),
                [Warm] => await WarmAsync(services, DealsOf(arguments), arguments, cancellationToken),
                _ => await FailedAsync(ExitCodes.Usage, Usage),
            };
        }
        catch (UsageException mistake)
        {
            return await FailedAsync(ExitCodes.Usage, $"{mistake.Message}\n{Usage}");
        }
        catch (IOException exception)
        {
            return await FailedAsync(ExitCodes.Usage, exception.Message);
        }
        catch (UpstreamUnavailableException exception)
        {
            // Whoever runs a command may know what a caller of the API may not.
            var reason = exception.InnerException?.Message.Split('\n')[0].TrimEnd();
            return await FailedAsync(ExitCodes.StoreUnavailable, $"{exception.Message} {reason}");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await FailedAsync(ExitCodes.Stopped, "Stopped. What was done so far stays.");
        }
    }

    private static CommandArguments Parse(string[] args) => args[0] switch
    {
        Import => CommandArguments.Parse(args, [AlsoWarm], [MaxCalls, MaxParallel]),
        PurgeCommand.Name => CommandArguments.Parse(
            args, [PurgeCommand.RehearsalOption], [PurgeCommand.DealOption, PurgeCommand.PersonOption]),
        KeysCommand.Name => CommandArguments.Parse(
            args, [KeysCommand.AtOnceOption], [KeysCommand.RoleOption, KeysCommand.DaysOption]),
        Warm => CommandArguments.Parse(args, [All], [Deal, MaxCalls, MaxParallel]),
        _ => CommandArguments.Parse(args, [], []),
    };

    private static async Task<int> ImportAsync(
        IServiceProvider services, string path, CommandArguments arguments, CancellationToken cancellationToken)
    {
        // Before anything is loaded: what cannot be done is better said at once.
        var warmer = arguments.Has(AlsoWarm) ? WarmerOf(services) : null;
        var command = new ImportCommand(services.GetRequiredService<IDealImporter>(), AnsiConsole.Console, Console.Error);
        var (imported, changed) = await command.RunAsync(path, cancellationToken);
        if (warmer is null || changed.Count == 0)
        {
            return imported;
        }

        var warmed = await new WarmCommand(warmer, AnsiConsole.Console)
            .RunAsync(RequestOf(changed, arguments), cancellationToken);

        return Math.Max(imported, warmed);
    }

    /// <summary>Takes down what was done to the store, without what it was done to.</summary>
    private static async Task RecordAsync(IServiceProvider services, string[] args, int exitCode)
    {
        if (exitCode == ExitCodes.Usage)
        {
            return;
        }

        var arguments = Parse(args);
        var action = args[0] == KeysCommand.Name ? $"{args[0]} {arguments.Words[1]}" : args[0];
        var deals = args[0] == PurgeCommand.Name ? arguments.ValuesOf(PurgeCommand.DealOption) : [];
        var outcome = exitCode switch
        {
            ExitCodes.Done => AuditOutcome.Done,
            ExitCodes.Refused when args[0] == PurgeCommand.Name => AuditOutcome.NotFound,
            ExitCodes.Stopped => AuditOutcome.Cancelled,
            _ => AuditOutcome.Failed,
        };
        try
        {
            await services.GetRequiredService<AuditTrail>().WriteAsync(
                new AuditEntry("command-line", action, deals is [var deal, ..] ? deal : null, outcome, IsRemoval: true), CancellationToken.None);
        }
        catch (UpstreamUnavailableException)
        {
            await Console.Error.WriteLineAsync("The audit record of this could not be written.");
        }
    }

    private static async Task<int> PurgeAsync(
        IServiceProvider services, CommandArguments arguments, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();

        return await new PurgeCommand(scope.ServiceProvider.GetRequiredService<IMediator>(), AnsiConsole.Console)
            .RunAsync(arguments, cancellationToken);
    }

    private static async Task<int> KeysAsync(
        IServiceProvider services, CommandArguments arguments, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var command = new KeysCommand(
            scope.ServiceProvider.GetRequiredService<IMediator>(),
            AnsiConsole.Console,
            Console.Error,
            services.GetRequiredService<TimeProvider>());

        return await command.RunAsync(arguments, cancellationToken);
    }

    private static Task<int> WarmAsync(
        IServiceProvider services,
        IReadOnlyCollection<string>? deals,
        CommandArguments arguments,
        CancellationToken cancellationToken) =>
        new WarmCommand(WarmerOf(services), AnsiConsole.Console).RunAsync(RequestOf(deals, arguments), cancellationToken);

    private static IReadOnlyCollection<string>? DealsOf(CommandArguments arguments)
    {
        var deals = arguments.ValuesOf(Deal);

        return arguments.Has(All) == (deals.Count > 0)
            ? throw new UsageException($"warm needs either {Deal} NAME or {All}.")
            : deals.Count > 0 ? deals : null;
    }

    private static WarmRequest RequestOf(IReadOnlyCollection<string>? deals, CommandArguments arguments) => new(
        deals,
        arguments.NumberOf(MaxCalls, DefaultCalls, MostCalls),
        arguments.NumberOf(MaxParallel, DefaultParallel, MostParallel));

    private static IInsightWarmer WarmerOf(IServiceProvider services) =>
        services.GetService<IInsightWarmer>()
        ?? throw new UsageException("No language model is configured, and what the offline rules say needs no warming.");

    private static async Task<int> FailedAsync(int exitCode, string message)
    {
        await Console.Error.WriteLineAsync(message);
        return exitCode;
    }
}
