using DealInsights.LoadTest;

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, interrupt) =>
{
    interrupt.Cancel = true;
    stopping.Cancel();
};

return await LoadTestApp.Create().RunAsync(args, stopping.Token);
