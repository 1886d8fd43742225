namespace DealInsights.Application.Answers;

/// <summary>Tells whether anything at all has changed in the store.</summary>
public interface IStoreChanges
{
    /// <summary>
    /// A number that is another one after every change that anybody made, and that costs far less than a query; equal
    /// numbers, nothing has changed between.
    /// </summary>
    /// <returns><see langword="null"/> where the store has no such number, or does not answer.</returns>
    ValueTask<long?> FindVersionAsync(CancellationToken cancellationToken);
}
