namespace DealInsights.WebApi.Commands;

/// <summary>How a command ended, for the script that ran it.</summary>
internal static class ExitCodes
{
    /// <summary>All of it was done.</summary>
    public const int Done = 0;

    /// <summary>Something was refused, failed or left; the rest was done.</summary>
    public const int Refused = 1;

    /// <summary>Wrong usage, or a path that cannot be read or written.</summary>
    public const int Usage = 2;

    /// <summary>The store does not answer. What was done before stays.</summary>
    public const int StoreUnavailable = 3;

    /// <summary>Stopped by Ctrl+C, as a shell numbers it. What was done before stays.</summary>
    public const int Stopped = 130;
}
