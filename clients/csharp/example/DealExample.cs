namespace DealInsights.Client.Example;

/// <summary>Prints what a seller wants to know before a call.</summary>
public static class DealExample
{
    public static async Task RunAsync(Uri service, string dealName, TextWriter output, string? apiKey = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var http = new HttpClient().ForDealInsights(service, apiKey: apiKey);
        var deals = new DealInsightsClient(http);

        try
        {
            var overview = await deals.GetDealOverviewAsync(dealName);
            await output.WriteLineAsync($"{dealName}, as of {overview.Provenance?.AsOf:yyyy-MM-dd}: {overview.Text ?? "nothing was said yet"}");

            var people = await deals.GetDealStakeholdersAsync(dealName);
            foreach (var person in people.Stakeholders.Where(person => person.PotentialDecisionMaker == true))
            {
                await output.WriteLineAsync($"May decide: {person.Name}, {person.Title}");
            }
        }
        catch (ApiException<ProblemDetails> refused)
        {
            await output.WriteLineAsync($"{refused.StatusCode} {refused.Result.Title} (trace {refused.Result.TraceId})");
        }
    }
}
