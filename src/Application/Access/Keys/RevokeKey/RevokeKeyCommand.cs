using MediatR;

namespace DealInsights.Application.Access.Keys.RevokeKey;

/// <summary>
/// Revokes every valid key of a name; instances that have cached one refuse it within a minute. Returns the number of
/// revoked keys.
/// </summary>
public sealed record RevokeKeyCommand(string Name) : IRequest<int>;

internal sealed class RevokeKeyCommandHandler(IApiKeyRepository keys, TimeProvider clock)
    : IRequestHandler<RevokeKeyCommand, int>
{
    public async Task<int> Handle(RevokeKeyCommand command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var valid = (await keys.ListAsync(cancellationToken))
            .Where(key => key.Name == command.Name && key.IsValidAt(now))
            .ToList();
        foreach (var key in valid)
        {
            await keys.RevokeAsync(key.Hash, now, cancellationToken);
        }

        return valid.Count;
    }
}
