using DealInsights.WebApi;
using DealInsights.WebApi.Commands;
using Microsoft.Extensions.Options;

try
{
    await using var app = DealInsightsApp.Build(args);
    // The host would do this too, and log the stack of what it finds.
    app.Services.GetRequiredService<IStartupValidator>().Validate();
    if (TransferCommands.IsCommand(args))
    {
        // The host, which would hear of it, is not started.
        using var interrupted = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            interrupted.Cancel();
        };

        return await TransferCommands.RunAsync(app.Services, args, interrupted.Token);
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
catch (Exception failure) when (failure is IOException or InvalidOperationException)
{
    // An address in use, a store that cannot be opened, a setting that is no number. The host has logged the details.
    await Console.Error.WriteLineAsync($"The service cannot start. {failure.Message}");

    return 1;
}
