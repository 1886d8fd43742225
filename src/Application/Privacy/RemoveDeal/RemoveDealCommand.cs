using DealInsights.Application.Diagnostics;
using MediatR;

namespace DealInsights.Application.Privacy.RemoveDeal;

/// <summary>
/// Removes all that is stored of a deal. Answers what was removed, or <see langword="null"/> when nothing of that name is
/// stored.
/// </summary>
/// <param name="DealName">The deal's name exactly as it is stored.</param>
/// <param name="IsRehearsal">Only says what would be removed.</param>
public sealed record RemoveDealCommand(string? DealName, bool IsRehearsal) : IRequest<RemovalReport?>, IDealQuery;

internal sealed class RemoveDealCommandHandler(IDataRemoval removal) : IRequestHandler<RemoveDealCommand, RemovalReport?>
{
    public async Task<RemovalReport?> Handle(RemoveDealCommand request, CancellationToken cancellationToken)
    {
        var report = await removal.RemoveDealAsync(request.DealName!, request.IsRehearsal, cancellationToken);

        return report.IsEmpty ? null : report;
    }
}
