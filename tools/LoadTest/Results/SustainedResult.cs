namespace DealInsights.LoadTest.Results;

/// <summary>One round of sustained load on one endpoint of one server.</summary>
internal sealed record SustainedRound
{
    /// <summary>When it began, in seconds after the first round's begin.</summary>
    public required double StartedAt { get; init; }

    public required double RequestsPerSecond { get; init; }

    /// <summary>In milliseconds; zero without good answers.</summary>
    public required double P99 { get; init; }

    /// <summary>The length of a slice of <see cref="Timeline"/>, in seconds.</summary>
    public required double Slice { get; init; }

    /// <summary>Good answers a second, slice by slice.</summary>
    public required IReadOnlyList<double> Timeline { get; init; }

    /// <summary>The server's processor time for a good answer, in µs; null when its process is unknown.</summary>
    public required double? ServerCpuPerRequest { get; init; }

    /// <summary>This program's processor time for a good answer, in µs; null without good answers.</summary>
    public required double? GeneratorCpuPerRequest { get; init; }
}

/// <summary>All rounds of sustained load on one endpoint of one server.</summary>
internal sealed record SustainedResult
{
    /// <summary>The <see cref="Variant"/> of the service that writes no log and keeps no metrics.</summary>
    public const string Unobserved = "without logs and metrics";

    /// <summary>The name of what was asked for, on either server.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Whether the bare server answered, not the service.</summary>
    public required bool IsBaseline { get; init; }

    /// <summary>
    /// In what it differs from the plain series of the endpoint, in words: what the requests said about their sender, or
    /// <see cref="Unobserved"/>; null: in nothing.
    /// </summary>
    public string? Variant { get; init; }

    public required IReadOnlyList<SustainedRound> Rounds { get; init; }

    public required AnswerSummary Answers { get; init; }

    public double RequestsPerSecond => Median.Of(Rounds.Select(round => round.RequestsPerSecond));

    public double SlowestRound => Rounds.Min(round => round.RequestsPerSecond);

    public double FastestRound => Rounds.Max(round => round.RequestsPerSecond);

    public double? ServerCpuPerRequest => Median.OfKnown(Rounds.Select(round => round.ServerCpuPerRequest));

    public double? GeneratorCpuPerRequest => Median.OfKnown(Rounds.Select(round => round.GeneratorCpuPerRequest));

    public string Name => NameOf(Endpoint, IsBaseline, Variant);

    public static string NameOf(string endpoint, bool isBaseline, string? variant = null) =>
        isBaseline ? $"bare Kestrel, {endpoint}"
        : variant is null ? endpoint
        : $"{endpoint}, {variant}";
}
