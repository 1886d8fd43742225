namespace DealInsights.LoadTest.CommandLine;

/// <summary>The command line cannot be followed; the message says why, to the person who typed it.</summary>
internal sealed class UsageException(string message) : Exception(message);
