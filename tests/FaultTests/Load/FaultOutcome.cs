namespace DealInsights.FaultTests.Load;

/// <summary>What became of the requests that were in progress during a fault.</summary>
/// <param name="Errors">The errors that some got, and how many each.</param>
/// <param name="Offline">How many were answered by the offline rules in place of the model.</param>
internal sealed record FaultOutcome(IReadOnlyDictionary<string, int> Errors, int Offline)
{
    /// <summary>Sums up the answers to requests that a fault met.</summary>
    public static FaultOutcome Of(IEnumerable<Answer> answers, TimeSpan broken, TimeSpan mended)
    {
        var met = answers.Where(answer => answer.Ended > broken && answer.Sent < mended).ToList();

        return new FaultOutcome(
            met.Where(answer => answer.Error is not null)
                .GroupBy(answer => answer.Error!)
                .ToDictionary(error => error.Key, error => error.Count()),
            met.Count(answer => answer.Source?.Contains("reason", StringComparison.Ordinal) == true));
    }
}
