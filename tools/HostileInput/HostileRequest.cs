namespace DealInsights.HostileInput;

/// <summary>A request, or what pretends to be one, byte for byte.</summary>
/// <param name="Number">Its number in the run; with the run's seed it makes the same bytes again.</param>
/// <param name="Bytes">What is sent.</param>
/// <param name="HasKey">Whether it carries a valid key. Without one nothing that needs one may be answered.</param>
internal sealed record HostileRequest(int Number, byte[] Bytes, bool HasKey);
