using DealInsights.Domain.Deals;
using MediatR;

namespace DealInsights.Application.Deals.ListDeals;

/// <summary>
/// Lists deals page by page. A page begins after the last deal of the previous page, so a deal that does not change is
/// listed exactly once while others are added and removed.
/// </summary>
/// <param name="Name">The deal's name exactly as recorded; <see langword="null"/> or empty for any.</param>
/// <param name="Stage">The pipeline stage exactly as recorded; <see langword="null"/> or empty for any.</param>
/// <param name="Owner">The owner exactly as recorded; <see langword="null"/> or empty for any.</param>
/// <param name="Search">Text in the deal's or the company's name, see <see cref="DealFilter"/>; likewise.</param>
/// <param name="Sort">The order: <c>name</c>, <c>amount</c>, <c>lastModified</c>, with a leading <c>-</c> for descending.</param>
/// <param name="Limit">The most deals on a page; <see langword="null"/> for <see cref="DefaultLimit"/>.</param>
/// <param name="Cursor">The previous page's <see cref="DealPage.NextCursor"/>; <see langword="null"/> or empty for the first page.</param>
public sealed record ListDealsQuery(
    string? Name, string? Stage, string? Owner, string? Search, string? Sort, int? Limit, string? Cursor)
    : IRequest<DealPage>
{
    /// <summary>The default of <see cref="Limit"/>.</summary>
    public const int DefaultLimit = 50;

    /// <summary>The highest <see cref="Limit"/>.</summary>
    public const int MaxLimit = 200;

    /// <summary>The maximum length of a filter in characters.</summary>
    public const int MaxFilterLength = 256;

    /// <summary>The values of <see cref="Sort"/>.</summary>
    public static IReadOnlyCollection<string> SortOrders => DealSorting.Names;

    internal DealFilter Filter => new(NullIfEmpty(Name), NullIfEmpty(Stage), NullIfEmpty(Owner), NullIfEmpty(Search));

    /// <summary>The order; <see langword="null"/> when there is none of that name.</summary>
    internal DealOrder? Order => DealSorting.Find(Sort);

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>A page of deals.</summary>
/// <param name="Deals">In the order asked for; empty when there are none, or no more.</param>
/// <param name="NextCursor">Asks for the next page; <see langword="null"/> on the last.</param>
public sealed record DealPage(IReadOnlyList<Deal> Deals, string? NextCursor);

internal sealed class ListDealsQueryHandler(IDealRepository deals) : IRequestHandler<ListDealsQuery, DealPage>
{
    public async Task<DealPage> Handle(ListDealsQuery request, CancellationToken cancellationToken)
    {
        var (filter, order, limit) = (request.Filter, request.Order!, request.Limit ?? ListDealsQuery.DefaultLimit);
        var after = string.IsNullOrEmpty(request.Cursor) ? null : DealCursor.Read(request.Cursor, order, filter);

        // One more than asked for, to know whether there is a next page.
        var found = await deals.ListAsync(new DealListing(filter, order, after, limit + 1), cancellationToken);
        IReadOnlyList<Deal> page = [.. found.Take(limit)];
        var next = found.Count > limit ? DealCursor.Write(order.PositionOf(page[^1]), order, filter) : null;

        return new DealPage(page, next);
    }
}
