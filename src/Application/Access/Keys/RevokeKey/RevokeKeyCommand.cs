using MediatR;

namespace DealInsights.Application.Access.Keys.RevokeKey;

/// <summary>
/// Ends every valid key of a name; instances that remember one stop accepting it within a minute. Answers how many there
/// were.
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
