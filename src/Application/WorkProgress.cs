namespace DealInsights.Application;

/// <summary>How far a command's work is.</summary>
/// <param name="Part">The part of the work: a collection, a file, or what else is worked on one after the other.</param>
/// <param name="Done">The work done so far: bytes (import), documents (export), deals or titles (warming).</param>
/// <param name="Total">The total, in the same unit.</param>
public sealed record WorkProgress(string Part, long Done, long Total);
