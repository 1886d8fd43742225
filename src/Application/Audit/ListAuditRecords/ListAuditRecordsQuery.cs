using DealInsights.Application.Deals;
using DealInsights.Application.Diagnostics;
using MediatR;

namespace DealInsights.Application.Audit.ListAuditRecords;

/// <summary>Asks for a page of audit records, the latest first. What is recorded meanwhile comes before the first page.</summary>
/// <param name="Caller">Only of this caller; <see langword="null"/> or empty for any.</param>
/// <param name="DealName">Only about this deal: its name, or its id once it is removed; likewise.</param>
/// <param name="Since">Not before this time.</param>
/// <param name="Until">Before this time.</param>
/// <param name="Limit">The most records on a page; <see langword="null"/> for <see cref="DefaultLimit"/>.</param>
/// <param name="Cursor">Where the page before ended, as it said; <see langword="null"/> or empty for the first page.</param>
public sealed record ListAuditRecordsQuery(
    string? Caller, string? DealName, DateTimeOffset? Since, DateTimeOffset? Until, int? Limit, string? Cursor)
    : IRequest<AuditPage>
{
    /// <summary>The records on a page unless asked otherwise.</summary>
    public const int DefaultLimit = 50;

    /// <summary>The most records that a page can have.</summary>
    public const int MaxLimit = 200;

    /// <summary>The most characters of a caller's name.</summary>
    public const int MaxCallerLength = 256;
}

internal sealed class ListAuditRecordsQueryHandler(IAuditRepository records, IDealRepository deals)
    : IRequestHandler<ListAuditRecordsQuery, AuditPage>
{
    public async Task<AuditPage> Handle(ListAuditRecordsQuery request, CancellationToken cancellationToken)
    {
        var filter = new AuditFilter(
            string.IsNullOrEmpty(request.Caller) ? null : request.Caller,
            string.IsNullOrEmpty(request.DealName) ? null : DealHash.Of(await IdentityOfAsync(request.DealName, cancellationToken)),
            request.Since,
            request.Until);
        var before = string.IsNullOrEmpty(request.Cursor) ? null : request.Cursor;
        var limit = request.Limit ?? ListAuditRecordsQuery.DefaultLimit;

        // One more than asked for, to know whether there is a next page.
        var found = await records.FindAsync(filter, before, limit + 1, cancellationToken);
        IReadOnlyList<AuditRecord> page = [.. found.Take(limit)];

        return new AuditPage(page, found.Count > limit ? page[^1].Id : null);
    }

    private async Task<string> IdentityOfAsync(string dealName, CancellationToken cancellationToken) =>
        (await deals.FindIdsAsync([dealName], cancellationToken)).GetValueOrDefault(dealName, dealName);
}
