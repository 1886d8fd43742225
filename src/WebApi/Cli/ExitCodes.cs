namespace DealInsights.WebApi.Cli;

/// <summary>The exit codes of the commands.</summary>
internal static class ExitCodes
{
    /// <summary>The command did everything.</summary>
    public const int Done = 0;

    /// <summary>Some items were refused, failed or left out; the rest was done.</summary>
    public const int Refused = 1;

    /// <summary>The arguments are wrong, or a path cannot be read or written.</summary>
    public const int Usage = 2;

    /// <summary>The store does not respond. Earlier changes stay.</summary>
    public const int StoreUnavailable = 3;

    /// <summary>Stopped by SIGINT or SIGTERM. Earlier changes stay.</summary>
    public const int Stopped = 130;
}
