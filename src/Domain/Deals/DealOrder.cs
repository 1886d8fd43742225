namespace DealInsights.Domain.Deals;

/// <summary>
/// An order of deals: by a key, equal ones by their names. Names are compared by their UTF-8 bytes, which every store
/// can do and which is the order of Unicode's code points.
/// </summary>
/// <param name="By">The key.</param>
/// <param name="IsDescending">Whether the greatest comes first; that turns the order of names, too.</param>
public sealed record DealOrder(DealSortKey By, bool IsDescending)
{
    private const int AmountUnitsPerWhole = 10_000;

    /// <summary>
    /// The place of an amount among all: ten-thousandths, whatever the currency. The least for a deal without one.
    /// Amounts beyond what fits, some 900 trillion, count as equal.
    /// </summary>
    public static long AmountKey(Money? amount) => amount is null
        ? long.MinValue
        : (long)Math.Clamp(
            Math.Clamp(amount.Amount, -1e15m, 1e15m) * AmountUnitsPerWhole, long.MinValue + 1, long.MaxValue);

    /// <summary>The place of a time among all: 100 ns ticks since the year 1. The least, 0, for a deal without one.</summary>
    public static long TimeKey(DateTime? time) => time?.Ticks ?? 0;

    /// <summary>The number by which a deal is sorted; by name all have the same.</summary>
    public long KeyOf(Deal deal) => By switch
    {
        DealSortKey.Name => 0,
        DealSortKey.Amount => AmountKey(deal.Amount),
        DealSortKey.LastModified => TimeKey(deal.LastModifiedAt),
        _ => throw new ArgumentOutOfRangeException(nameof(deal), By, "No such key."),
    };

    /// <summary>The place of a deal in this order.</summary>
    public DealPosition PositionOf(Deal deal) => new(KeyOf(deal), deal.Name);
}

/// <summary>What deals are sorted by.</summary>
public enum DealSortKey
{
    /// <summary>Their name alone.</summary>
    Name,

    /// <summary>What they are worth.</summary>
    Amount,

    /// <summary>When they were last changed in the CRM.</summary>
    LastModified,
}
