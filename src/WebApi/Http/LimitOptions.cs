using System.ComponentModel.DataAnnotations;

namespace DealInsights.WebApi.Http;

/// <summary>The limits on requests, section <c>Limits</c>.</summary>
internal sealed class LimitOptions : IValidatableObject
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "Limits";

    /// <summary>How many requests may be in progress; more are queued or refused with 503.</summary>
    /// <value>1000 unless configured, as in the service that this one replaces.</value>
    [Range(1, 1_000_000)]
    public int MaxConcurrentRequests { get; set; } = 1000;

    /// <summary>
    /// How many requests of one client address may be in progress, so that one client cannot use all permits. Public
    /// documents are counted apart, with the same two limits.
    /// </summary>
    /// <value>Half of <see cref="MaxConcurrentRequests"/> unless configured.</value>
    [Range(1, 1_000_000)]
    public int? MaxConcurrentRequestsPerClient { get; set; }

    /// <summary>How many requests may wait for a permit, oldest first.</summary>
    /// <value>0 unless configured: refuse at once.</value>
    [Range(0, 1_000_000)]
    public int QueueLength { get; set; }

    /// <summary>How many requests one client may send within <see cref="ClientWindow"/>; more are refused with 429.</summary>
    /// <value>0 unless configured: no limit.</value>
    [Range(0, 1_000_000_000)]
    public int RequestsPerClient { get; set; }

    /// <summary>The time for which <see cref="RequestsPerClient"/> counts, from 1 s to a day.</summary>
    /// <value>1 min unless configured.</value>
    public TimeSpan ClientWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a request may take, its wait for a permit included, before it is ended with 504. It must be more than the
    /// language model's deadline, so that the offline rules can answer, and less than the 40 s that a stop waits for requests
    /// in progress.
    /// </summary>
    /// <value>35 s unless configured; an hour at most.</value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(35);

    /// <summary>The same for requests that HubSpot signed: it gives up after 15 s. They are ended with 429.</summary>
    /// <value>14 s unless configured; 15 s at most.</value>
    public TimeSpan HubSpotTimeout { get; set; } = TimeSpan.FromSeconds(14);

    /// <summary>How long a request of HubSpot may take: no longer than any other.</summary>
    public TimeSpan HubSpotLimit => HubSpotTimeout < RequestTimeout ? HubSpotTimeout : RequestTimeout;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ClientWindow < TimeSpan.FromSeconds(1) || ClientWindow > TimeSpan.FromDays(1))
        {
            yield return new ValidationResult("It must be between 1 s and a day, as hh:mm:ss.", [nameof(ClientWindow)]);
        }

        // A bare number is days: "35" was meant to be seconds.
        if (RequestTimeout <= TimeSpan.Zero || RequestTimeout > TimeSpan.FromHours(1))
        {
            yield return new ValidationResult("It must be more than 0 and an hour at most, as hh:mm:ss.", [nameof(RequestTimeout)]);
        }

        if (HubSpotTimeout <= TimeSpan.Zero || HubSpotTimeout > TimeSpan.FromSeconds(15))
        {
            yield return new ValidationResult("It must be more than 0 and 15 s at most, as hh:mm:ss.", [nameof(HubSpotTimeout)]);
        }
    }
}
