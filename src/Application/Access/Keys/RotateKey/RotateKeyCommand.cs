using MediatR;

namespace DealInsights.Application.Access.Keys.RotateKey;

/// <summary>
/// Makes a new key of the same name and role beside the valid one, which goes on for a while, so that its holder can
/// change over. Answers <see langword="null"/> when no valid key has that name.
/// </summary>
/// <param name="Name">Whose key it is.</param>
/// <param name="Days">For how many days the new one is valid.</param>
/// <param name="Overlap">How long the old one goes on, unless it expires before; zero: not at all.</param>
public sealed record RotateKeyCommand(string Name, int Days, TimeSpan Overlap) : IRequest<NewApiKey?>;

internal sealed class RotateKeyCommandHandler(IApiKeyRepository keys, TimeProvider clock)
    : IRequestHandler<RotateKeyCommand, NewApiKey?>
{
    public async Task<NewApiKey?> Handle(RotateKeyCommand command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var old = (await keys.ListAsync(cancellationToken))
            .Where(key => key.Name == command.Name && key.IsValidAt(now))
            .ToList();
        if (old.Count == 0)
        {
            return null;
        }

        // The new one first: if the rest fails, its holder has two rather than none.
        var secret = ApiKeySecret.New();
        var key = new ApiKey(ApiKeySecret.HashOf(secret), command.Name, old[^1].Role, now, now.AddDays(command.Days));
        await keys.AddAsync(key, cancellationToken);
        foreach (var ending in old)
        {
            await keys.ExpireAsync(ending.Hash, now + command.Overlap, cancellationToken);
        }

        return new NewApiKey(key, secret);
    }
}
