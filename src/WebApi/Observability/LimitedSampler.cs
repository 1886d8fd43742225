using System.Threading.RateLimiting;
using OpenTelemetry.Trace;

namespace DealInsights.WebApi.Observability;

/// <summary>Takes what another sampler takes, as long as a limit lets it through: traces show how requests go, not how many.</summary>
internal sealed class LimitedSampler(Sampler inner, RateLimiter limit) : Sampler
{
    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var result = inner.ShouldSample(samplingParameters);
        if (result.Decision != SamplingDecision.RecordAndSample)
        {
            return result;
        }

        using var lease = limit.AttemptAcquire();

        return lease.IsAcquired ? result : new SamplingResult(SamplingDecision.Drop);
    }
}
