namespace DealInsights.Infrastructure.OpenAi;

/// <summary>Is shown a text while it is written. Called by one writer, one call after the other.</summary>
internal interface IDraft
{
    /// <summary>More of the text; not empty.</summary>
    void Add(string text);

    /// <summary>What came so far is void: the text begins anew, or comes to nothing.</summary>
    void Discard();
}
