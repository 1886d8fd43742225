using System.Runtime.InteropServices;
using DealInsights.WebApi;
using DealInsights.WebApi.Commands;
using DealInsights.WebApi.Hosting;
using DealInsights.WebApi.Security;
using Microsoft.Extensions.Options;

if (HealthCommand.IsAsked(args))
{
    return await HealthCommand.RunAsync(args, CancellationToken.None);
}

try
{
    await using var app = DealInsightsApp.Build(CommandLine.ConfigurationOf(args));
    // The host would do this too, and log the stack of what it finds.
    app.Services.GetRequiredService<IStartupValidator>().Validate();
    if (!CommandLine.IsCommand(args))
    {
        app.Services.GetRequiredService<AccessCheck>().Run();
        await app.RunAsync();
        return ExitCodes.Done;
    }

    // The host, which would hear of these, is not started.
    using var interrupted = new CancellationTokenSource();
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);

    return await CommandLine.RunAsync(app.Services, args, interrupted.Token);

    void Interrupt(PosixSignalContext signal)
    {
        signal.Cancel = true;
        interrupted.Cancel();
    }
}
catch (Exception failure) when (StartFailure.Describe(failure) is { } reason)
{
    // What an operator needs is the setting's name, not the stack that found it.
    await Console.Error.WriteLineAsync(reason);

    return CommandLine.IsCommand(args) ? ExitCodes.Usage : StartFailure.ExitCode;
}
