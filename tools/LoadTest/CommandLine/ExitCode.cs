using DealInsights.LoadTest.Results;

namespace DealInsights.LoadTest.CommandLine;

/// <summary>What the program tells the one that started it.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int Usage = 2;

    /// <summary>What shells expect of a program that Ctrl+C ended.</summary>
    public const int Interrupted = 130;

    public static int Of(LoadTestResult result, LoadTestOptions options) =>
        result.Facts.EndedEarly ? Interrupted
        : result.HasProblem ? Failure
        : result.Failed > 0 && !options.AllowsErrors ? Failure
        : result.MissesTarget && options.IsStrict ? Failure
        : Success;
}
