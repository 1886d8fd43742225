using MediatR;

namespace DealInsights.Application.Access.Keys.ListKeys;

/// <summary>Every key that was ever made, by name and then by when.</summary>
public sealed record ListKeysQuery : IRequest<IReadOnlyList<ApiKey>>;

internal sealed class ListKeysQueryHandler(IApiKeyRepository keys)
    : IRequestHandler<ListKeysQuery, IReadOnlyList<ApiKey>>
{
    public Task<IReadOnlyList<ApiKey>> Handle(ListKeysQuery query, CancellationToken cancellationToken) =>
        keys.ListAsync(cancellationToken);
}
