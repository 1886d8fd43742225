using System.ComponentModel.DataAnnotations;

namespace DealInsights.WebApi.Observability;

/// <summary>When a request counts as fast or slow, section <c>Timing</c>.</summary>
internal sealed class TimingOptions : IValidatableObject
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "Timing";

    /// <summary>A request that takes less than this is FAST; one that takes exactly this long is not.</summary>
    /// <value>100 ms unless configured.</value>
    public TimeSpan FastBelow { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>A request that takes this long or longer is SLOW; what lies between is OK.</summary>
    /// <value>1 s unless configured.</value>
    public TimeSpan SlowFrom { get; set; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (FastBelow < TimeSpan.Zero)
        {
            yield return new ValidationResult("It must not be negative.", [nameof(FastBelow)]);
        }

        if (SlowFrom < FastBelow)
        {
            yield return new ValidationResult("It must not be less than Timing__FastBelow.", [nameof(SlowFrom)]);
        }

        // A bare number is days: "1" was meant to be a second.
        if (SlowFrom > TimeSpan.FromHours(1))
        {
            yield return new ValidationResult("It must be an hour at most, as hh:mm:ss.", [nameof(SlowFrom)]);
        }
    }

    /// <summary>The label of a request that took this long.</summary>
    public string LabelFor(TimeSpan elapsed) => elapsed switch
    {
        _ when elapsed < FastBelow => RequestLabel.Fast,
        _ when elapsed < SlowFrom => RequestLabel.Ok,
        _ => RequestLabel.Slow,
    };
}

/// <summary>The words by which operators search the log.</summary>
internal static class RequestLabel
{
    public const string Fast = "FAST";

    public const string Ok = "OK";

    public const string Slow = "SLOW";
}
