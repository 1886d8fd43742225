namespace DealInsights.Domain.Deals;

/// <summary>
/// An order of deals: by a key, then by name. Names are compared by their UTF-8 bytes, which every store supports and
/// which is the order of code points.
/// </summary>
/// <param name="By">The key.</param>
/// <param name="IsDescending">Whether the greatest comes first; this reverses names as well.</param>
public sealed record DealOrder(DealSortKey By, bool IsDescending)
{
    private const int AmountUnitsPerWhole = 10_000;

    /// <summary>
    /// The sort key of an amount: ten-thousandths, whatever the currency. The least value for a deal without an amount.
    /// Amounts beyond some 900 trillion are equal.
    /// </summary>
    public static long AmountKey(Money? amount) => amount is null
        ? long.MinValue
        : (long)Math.Clamp(
            Math.Clamp(amount.Amount, -1e15m, 1e15m) * AmountUnitsPerWhole, long.MinValue + 1, long.MaxValue);

    /// <summary>The sort key of a time: 100 ns ticks since the year 1; 0 for a deal without one.</summary>
    public static long TimeKey(DateTime? time) => time?.Ticks ?? 0;

    /// <summary>The key by which a deal is sorted; the same for all when sorted by name.</summary>
    public long KeyOf(Deal deal) => By switch
    {
        DealSortKey.Name => 0,
        DealSortKey.Amount => AmountKey(deal.Amount),
        DealSortKey.LastModified => TimeKey(deal.LastModifiedAt),
        _ => throw new ArgumentOutOfRangeException(nameof(deal), By, "No such key."),
    };

    /// <summary>The position of a deal in this order.</summary>
    public DealPosition PositionOf(Deal deal) => new(KeyOf(deal), deal.Name);
}

/// <summary>The keys by which deals are sorted.</summary>
public enum DealSortKey
{
    /// <summary>The name.</summary>
    Name,

    /// <summary>The amount.</summary>
    Amount,

    /// <summary>The time of the last change in the CRM.</summary>
    LastModified,
}
