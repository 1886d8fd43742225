namespace DealInsights.Application.Access;

/// <summary>Tells whether the CRM itself sent a call, by the signature that it put on it.</summary>
public interface ISignedCallVerifier
{
    /// <summary>Whether there is a secret to verify by. Without one no signature is looked at.</summary>
    bool IsConfigured { get; }

    /// <summary>
    /// Whether the time at which the call says it was signed is near enough to now. Cheap: to be asked before a body is read.
    /// </summary>
    /// <param name="timestamp">As it was sent; <see langword="null"/> when it was not.</param>
    bool IsTimely(string? timestamp);

    /// <summary>Whether the signature is of this very call: method, address, body and time. Takes equally long for any wrong one.</summary>
    bool IsSigned(SignedCall request);

    /// <summary>Whether calls for this account of the CRM are answered.</summary>
    bool IsAllowedAccount(string accountId);
}

/// <summary>A call as it came in.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Target">Path and query exactly as they were sent, percent-encoding included.</param>
/// <param name="Body">The raw body; empty when there is none.</param>
/// <param name="Timestamp">When it says it was signed, in milliseconds since 1970, as it was sent.</param>
/// <param name="Signature">The signature as it was sent.</param>
public readonly record struct SignedCall(
    string Method, string Target, ReadOnlyMemory<byte> Body, string Timestamp, string Signature);
