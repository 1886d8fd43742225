using DealInsights.WebApi;
using DealInsights.WebApi.Commands;
using Microsoft.Extensions.Options;

try
{
    await using var app = DealInsightsApp.Build(args);
    if (TransferCommands.IsCommand(args))
    {
        return await TransferCommands.RunAsync(app.Services, args, app.Lifetime.ApplicationStopping);
    }

    await app.RunAsync();

    return 0;
}
catch (OptionsValidationException invalid)
{
    // What an operator needs is the setting's name, not the stack that found it.
    await Console.Error.WriteLineAsync($"The configuration does not allow a start. {string.Join(' ', invalid.Failures)}");

    return 1;
}
