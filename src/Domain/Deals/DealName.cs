using DealInsights.Domain.Text;

namespace DealInsights.Domain.Deals;

/// <summary>The rules for a deal's name in a request (contract, "Endpoints").</summary>
public static class DealName
{
    /// <summary>The most Unicode code points a name may have.</summary>
    public const int MaxLength = 256;

    /// <summary>Whether a name is short enough to be looked up.</summary>
    public static bool IsWithinLimit(string name) => !CodePoints.Exceed(name, MaxLength);
}
