namespace DealInsights.Domain.Deals;

/// <summary>A page of the deals that are wanted, and in which order.</summary>
/// <param name="Filter">Which deals.</param>
/// <param name="Order">In which order.</param>
/// <param name="After">Where the page before ended; <see langword="null"/> for the first.</param>
/// <param name="Limit">The most deals on the page.</param>
public sealed record DealListing(DealFilter Filter, DealOrder Order, DealPosition? After, int Limit);

/// <summary>Which deals are wanted; what is <see langword="null"/> is not asked about.</summary>
/// <param name="Name">The deal's name exactly as recorded.</param>
/// <param name="Stage">The pipeline stage exactly as recorded.</param>
/// <param name="Owner">The owner exactly as recorded.</param>
/// <param name="Search">
/// Text that the deal's name or its company's contains, whatever its letter case; not empty. Letters are compared one by
/// one: "ß" is not "SS".
/// </param>
public sealed record DealFilter(string? Name, string? Stage, string? Owner, string? Search);

/// <summary>A place in an order: right behind the deal of this name, whether or not that is still there.</summary>
/// <param name="Key">The deal's <see cref="DealOrder.KeyOf"/> when it was listed.</param>
/// <param name="Name">The deal's name.</param>
public sealed record DealPosition(long Key, string Name);
