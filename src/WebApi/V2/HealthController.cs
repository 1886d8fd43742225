using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace DealInsights.WebApi.V2;

/// <summary>Whether the API is up.</summary>
[ApiController]
[AllowAnonymous]
[Route(V2Api.Base)]
[Tags("Health")]
[DisableRateLimiting]
public sealed class HealthController : ControllerBase
{
    /// <summary>Whether the API is up.</summary>
    /// <remarks>Says nothing of the database; `/health/ready` does.</remarks>
    /// <response code="200">It is.</response>
    [HttpGet("health", Name = "getHealth")]
    public HealthV2 GetHealth() => new() { Status = "healthy", Version = V2Api.Version };
}

/// <summary>Whether the API is up.</summary>
public sealed record HealthV2
{
    /// <summary>"healthy".</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>The version of the API that answered.</summary>
    [JsonPropertyName("version")]
    public required string Version { get; init; }
}
