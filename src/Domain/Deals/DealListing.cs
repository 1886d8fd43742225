namespace DealInsights.Domain.Deals;

/// <summary>Describes a page of a list of deals.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="Order">The order.</param>
/// <param name="After">The end of the previous page; <see langword="null"/> for the first page.</param>
/// <param name="Limit">The most deals on the page.</param>
public sealed record DealListing(DealFilter Filter, DealOrder Order, DealPosition? After, int Limit);

/// <summary>Filters deals; <see langword="null"/> members are ignored.</summary>
/// <param name="Name">The deal's name exactly as recorded.</param>
/// <param name="Stage">The pipeline stage exactly as recorded.</param>
/// <param name="Owner">The owner exactly as recorded.</param>
/// <param name="Search">
/// Text that the deal's or the company's name contains, ignoring case; not empty. Compares letter by letter: "ß" is not
/// "SS".
/// </param>
public sealed record DealFilter(string? Name, string? Stage, string? Owner, string? Search);

/// <summary>A position in an order: after the deal of this name, whether or not it still exists.</summary>
/// <param name="Key">The deal's <see cref="DealOrder.KeyOf"/> when it was listed.</param>
/// <param name="Name">The deal's name.</param>
public sealed record DealPosition(long Key, string Name);
