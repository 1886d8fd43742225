namespace DealInsights.Client.Example;

/// <summary>Prints what a seller needs to know before a call.</summary>
public static class DealExample
{
    public static async Task RunAsync(Uri service, string dealName, TextWriter output, string? apiKey = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var http = new HttpClient().ForDealInsights(service, apiKey: apiKey);
        var deals = new DealInsightsClient(http);

        try
        {
            var found = await deals.ListDealsAsync(name: dealName);
            if (found.Deals is not [var deal, ..])
            {
                await output.WriteLineAsync($"There is no deal named {dealName}.");
                return;
            }

            var overview = await deals.GetDealOverviewAsync(deal.Id);
            await output.WriteLineAsync($"{dealName}, as of {overview.Provenance?.AsOf:yyyy-MM-dd}: {overview.Text ?? "no meeting with a transcript"}");

            var people = await deals.GetDealStakeholdersAsync(deal.Id);
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
