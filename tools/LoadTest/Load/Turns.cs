namespace DealInsights.LoadTest.Load;

/// <summary>Runs several series in turns, so that all of them see the machine in the same condition.</summary>
internal static class Turns
{
    /// <summary>Runs one round of each series, in order, and repeats that.</summary>
    /// <returns>The rounds of each series, in the order of the series.</returns>
    public static async Task<IReadOnlyList<IReadOnlyList<T>>> RunAsync<T>(
        int rounds, IReadOnlyList<Func<Task<T>>> series)
    {
        List<T>[] results = [.. series.Select(_ => new List<T>(rounds))];
        for (var round = 0; round < rounds; round++)
        {
            for (var number = 0; number < series.Count; number++)
            {
                results[number].Add(await series[number]());
            }
        }

        return results;
    }
}
