namespace DealInsights.LoadTest.Results;

/// <summary>How soon streams begin: those of the service, and those of the model without it, in turns.</summary>
internal sealed record StreamResult
{
    /// <summary>How much later than the model's own the service's first byte may come, in milliseconds.</summary>
    public const double AllowedDelay = 50;

    /// <summary>The times to the first byte of the model's streams, in milliseconds.</summary>
    public required IReadOnlyList<double> Model { get; init; }

    /// <summary>Likewise of the service's streams, each of a deal that was not asked for before.</summary>
    public required IReadOnlyList<double> Service { get; init; }

    /// <summary>What was wrong with streams, one entry each.</summary>
    public required IReadOnlyList<string> Failures { get; init; }

    /// <summary>How much later the service's median is; null when one of the two has none.</summary>
    public double? Delay => Model.Count > 0 && Service.Count > 0 ? Median.Of(Service) - Median.Of(Model) : null;

    /// <summary>Null without a verdict.</summary>
    public bool? IsMet => Delay is { } delay ? delay <= AllowedDelay : null;
}
