using DealInsights.WebApi;
using DealInsights.WebApi.Authentication;
using DealInsights.WebApi.Cli;
using DealInsights.WebApi.Http;
using Microsoft.Extensions.Options;

if (CommandLine.IsCommand(args))
{
    return await CommandLine.RunAsync(args);
}

try
{
    await using var app = DealInsightsApp.Build(args);
    // The host validates too, but logs a stack trace.
    app.Services.GetRequiredService<IStartupValidator>().Validate();
    app.Services.GetRequiredService<StartCheck>().Run();
    await app.RunAsync();

    return ExitCodes.Done;
}
catch (Exception failure) when (StartFailure.Describe(failure) is { } reason)
{
    // An operator needs the name of the setting, not a stack trace.
    await Console.Error.WriteLineAsync(reason);

    return StartFailure.ExitCode;
}
