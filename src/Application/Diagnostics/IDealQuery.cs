namespace DealInsights.Application.Diagnostics;

/// <summary>A query about one deal, whose span tells by a hash which one.</summary>
internal interface IDealQuery
{
    /// <summary>The deal's name as the caller sent it.</summary>
    string? DealName { get; }
}
